using Lethe.Erasing.Runs;
using Lethe.Erasing.Tables;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Experiments.Tables;
using Lethe.Runtime;

namespace Lethe.Tests.Experiments;

/// <summary>Every experiment on erasing on a model of Stable Diffusion's form, a ten-thousandth of its size.</summary>
public sealed class StableDiffusionExperimentTests : IDisposable
{
    private readonly TinyWorld world = new();

    private string Model => world.Model;

    private string Pictures => world.Pictures;

    private StableDiffusionRequest Cat => world.Cat;

    [Fact]
    [Trait("Speed", "slow")]
    public void The_main_table_has_columns_of_its_own()
    {
        var records = Run("erase", ["original", "all-but-one", "forget-me-not", "uce"]);

        Assert.Equal(["all-but-one", "forget-me-not", "original", "uce"], records.Select(static record => record.Cell.Method).Order());
        Assert.All(
            records,
            static record =>
            {
                Assert.Equal(
                    (RunStatus.Done, "a-cat", "stable-diffusion", 4.0),
                    (record.Status, record.Cell.Dataset, record.Cell.Model, record.Metrics["images"])
                );
                Assert.True(record.Provenance.IsStandIn);
                Assert.Contains("not the official weights", record.Provenance.Data, StringComparison.Ordinal);
            }
        );
        Assert.All(
            records.Where(static record => record.Cell.Method != "original"),
            static record => Assert.InRange(record.Metrics["ssim"], -1, 0.999999)
        );
        Assert.Equal([4, 3, 64, 64], Store.Arrays(Store.Find(records[0].Id)!)["pictures"].Shape);

        var tables = ExperimentCatalog.Show(Store.Latest(), ["erase"]);
        Assert.Equal("'a-cat' erased from Stable Diffusion, smoke profile", tables[0].Title);
        Assert.Equal("not run (no judge)", tables[0].Find("all-but-one", "stable-diffusion", "detected")!.StatusText);
        Assert.Equal("not comparable (other prompts and settings)", tables[0].Find("all-but-one", "stable-diffusion", "ssim")!.StatusText);
        Assert.Equal(["nudity", "CLIP", "SSIM"], tables[1].Columns.Select(static column => column.Label));
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void Judges_fill_their_columns()
    {
        var judged = Cat with { Judges = world.Judges };
        var (original, erased) = (Run("erase", ["original"], judged)[0].Metrics, Run("erase", ["uce"], judged)[0].Metrics);

        Assert.Equal((1, 1), (original["detected"], erased["detected"]));
        Assert.InRange(original["detected.low"], 0.1, 0.9);
        Assert.Equal(1, original["detected.high"], 9);
        Assert.All((string[])["text.score", "text.score.erased"], name => Assert.InRange(erased[name], -1, 1));
        Assert.NotEqual(original["text.score.erased"], erased["text.score.erased"]);
        Assert.True(erased["fid"] > 0);
        Assert.DoesNotContain("fid", original.Keys); // to itself
        Assert.DoesNotContain("kid", erased.Keys); // of two pictures
        Assert.Equal(1, ExperimentCatalog.Show(Store.Latest(), ["erase"])[0].Find("uce", "stable-diffusion", "detected")!.Ours!.Mean);
        Assert.True(Run("erase", ["original"], judged with { Pictures = Pictures })[0].Metrics["fid"] > 0);

        var attacked = Assert.Single(Run("erase-attack", ["uce"], judged)).Metrics;
        Assert.Equal(["detected.attack", "detected.prompt", "moved", "text.score.attack", "text.score.prompt"], attacked.Keys);
        var curve = Assert.Single(Run("erase-iterations", ["all-but-one"], judged)).Metrics;
        Assert.Equal(1, curve["detected.start"]);
        Assert.DoesNotContain("half.iteration", curve.Keys);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void Erased_models_are_kept_and_records_found()
    {
        var first = Assert.Single(Run("erase", ["ablating"]));
        var delta = Assert.Single(Directory.GetFiles(Path.Combine(world.Folder, "home", "models")));

        Assert.Empty(Run("erase", ["ablating"]));
        Assert.Single(Run("erase", ["ablating"], Cat with { KeptPrompts = Prompts("prompts.txt", "a dog\n\na house\n") }));
        Assert.Equal(delta, Assert.Single(Directory.GetFiles(Path.Combine(world.Folder, "home", "models"))));
        Assert.NotEqual(first.Id, Assert.Single(Run("erase", ["ablating"], Cat with { Instead = "" })).Id);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void Curves_begin_with_the_original_and_have_no_detector_here()
    {
        var record = Assert.Single(Run("erase-iterations", ["all-but-one"]));
        var arrays = Store.Arrays(Store.Find(record.Id)!);

        Assert.Equal([0f, 1f, 2f], arrays["iteration"].Values);
        Assert.Equal((1f, 0f), (arrays["ssim"].Values[0], arrays["null.drift"].Values[0]));
        Assert.DoesNotContain("detected", arrays.Keys);
        Assert.DoesNotContain("half.iteration", record.Metrics.Keys);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void The_timeline_has_small_frames()
    {
        var record = Assert.Single(Run("erase-timeline", ["ablating"]));

        Assert.Equal([2, 4, 3, 64, 64], Store.Arrays(Store.Find(record.Id)!)["frames"].Shape);
        Assert.True(record.Metrics["moved"] > 0);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void Inversion_is_of_the_pictures_that_were_given()
    {
        var records = Run("erase-inversion", ["uce"]);

        Assert.Equal(["Null", "Prompt"], records.Select(static record => record.Cell.Settings["mode"]));
        Assert.All(records, static record => Assert.InRange(record.Metrics["real.control.ssim"], -1, 1));
        Assert.Equal([1, 3, 1, 3, 64, 64], Store.Arrays(Store.Find(records[0].Id)!)["pictures"].Shape);
        Assert.Equal(
            (ExitCode.Usage, "Inversion needs real pictures that show the concept: name their folder with --concept-pictures DIR."),
            Refused("erase-inversion", Cat with { ConceptPictures = null })
        );
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void The_attack_learns_from_pictures_or_from_the_originals_own()
    {
        Assert.All(Run("erase-attack", ["original", "uce"]), static record => Assert.True(record.Metrics["moved"] > 0));
        Assert.True(Assert.Single(Run("erase-attack", ["uce"], Cat with { ConceptPictures = null })).Metrics["moved"] > 0);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void An_ablation_has_every_variant()
    {
        var records = Run("erase-ablation", null);

        Assert.Equal(EraseAblation.Variants.Keys, records.Select(static record => record.Cell.Settings["variant"]));
        Assert.All(records, static record => Assert.InRange(record.Metrics["ssim"], -1, 1));
        Assert.All(records, static record => Assert.True(double.IsFinite(record.Metrics["null.drift"])));
    }

    [Fact]
    public void What_makes_no_sense_is_refused_before_weights_are_read()
    {
        Assert.Equal((ExitCode.Usage, "There is no concept to erase: --concept is empty."), Refused("erase", Cat with { Concept = " " }));
        Assert.Equal(
            (ExitCode.Usage, "'a cat' would replace itself: nothing would change. Name something else with --instead."),
            Refused("erase", Cat with { Instead = "A Cat" })
        );
        Assert.Equal(ExitCode.NotFound, Refused("erase", new StableDiffusionRequest(Path.Combine(world.Folder, "nowhere"))).Code);
        Assert.Equal(
            (ExitCode.NotFound, $"There is no folder of pictures {Model}x."),
            Refused("erase", Cat with { Pictures = $"{Model}x" })
        );
        Assert.Equal(
            (ExitCode.NotFound, $"There are 0 pictures in {Model}, as PNG, JPEG or WebP; at least 2 are needed."),
            Refused("erase", Cat with { Pictures = Model })
        );
        Assert.Equal(
            (
                ExitCode.Usage,
                "Stable Diffusion is for erase, erase-iterations, erase-timeline, erase-inversion, erase-ablation, "
                    + "erase-attack; lau-utility has no use for it. Leave one of them out."
            ),
            Refused("lau-utility", Cat)
        );
        File.WriteAllText(Path.Combine(Pictures, "broken.png"), "no picture");
        using var runner = Runner("erase-attack", ["original"], Cat with { Pictures = Pictures });
        Assert.Equal(RunStatus.Done, Assert.Single(runner.Run(TestContext.Current.CancellationToken)).Status); // the first two are whole
    }

    [Fact]
    public void A_list_of_prompts_is_lines_or_a_column()
    {
        Assert.Equal(["a cat", "a \"b\", c"], PromptFile.Read(Prompts("a.txt", "a cat\r\n\r\n  a \"b\", c \n")));
        Assert.Equal(
            ["a cat, sleeping", "two \"words\"", "of\ntwo lines"],
            PromptFile.Read(Prompts("a.csv", "id,Prompt,seed\n1,\"a cat, sleeping\",2\n2,\"two \"\"words\"\"\",3\n3,\"of\ntwo lines\",4\n"))
        );
        Assert.Equal(
            (ExitCode.NotFound, ExitCode.BadFile, ExitCode.BadFile, ExitCode.BadFile, ExitCode.BadFile, ExitCode.BadFile),
            (
                Code(Path.Combine(world.Folder, "none")),
                Code(Prompts("b.txt", "\n \n")),
                Code(Prompts("b.csv", "text\na\n")),
                Code(Prompts("e.csv", "prompt\n\"a cat\na dog\n")),
                Code(Prompts("c.txt", "a\0b")),
                Code(Bytes("d.txt", [0xff, 0xfe, 0xc3]))
            )
        );

        static ExitCode Code(string path) => Assert.Throws<LetheException>(() => PromptFile.Read(path)).ExitCode;
    }

    public void Dispose() => world.Dispose();

    private RecordStore Store => world.Store;

    private IReadOnlyList<RunRecord> Run(string table, IReadOnlyList<string>? methods, StableDiffusionRequest? about = null)
    {
        using var runner = Runner(table, methods, about ?? Cat);
        return runner.Run(TestContext.Current.CancellationToken);
    }

    private ExperimentRunner Runner(string table, IReadOnlyList<string>? methods, StableDiffusionRequest about) =>
        world.Runner(table, methods, about, "cpu");

    private (ExitCode Code, string Message) Refused(string table, StableDiffusionRequest about)
    {
        var error = Assert.Throws<LetheException>(() => Runner(table, ["uce"], about));
        return (error.ExitCode, error.Message);
    }

    private string Prompts(string name, string text) => Bytes(name, System.Text.Encoding.UTF8.GetBytes(text));

    private string Bytes(string name, byte[] bytes)
    {
        var path = Path.Combine(world.Folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
