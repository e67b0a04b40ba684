using System.Text.Json;
using Lethe.Erasing;
using Lethe.Erasing.Diffusion;
using Lethe.Erasing.Fashion;
using Lethe.Runtime;
using Lethe.Tests.Erasing;
using Lethe.Tests.Erasing.Diffusion;
using Lethe.Tests.Erasing.Fashion;
using Lethe.Tests.Training;
using Lethe.Training;
using SkiaSharp;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Cli;

public sealed class EraseTests(SmallWorld small) : IClassFixture<SmallWorld>, IDisposable
{
    private static readonly string[] Quick = ["--images", "1", "--steps", "1", "--device", "cpu"];

    // A pool of two paths, two steps each.
    private static readonly string[] Trained =
    [
        "--method",
        "all-but-one-replace",
        "--set",
        "pool-paths=2",
        "--set",
        "sampler-steps=2",
        "--set",
        "batch=1",
    ];

    private static readonly string[] Long = [.. Trained, "--iterations", "24"];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_concept_is_erased_measured_and_written_down()
    {
        var run = await Erase("out", "--method", "uce", "--seed", "3");
        Assert.True(run.Code == 0, run.Error);
        Assert.Equal(["delta.safetensors", "grid.png", "report.html", "report.json"], Names("out"));
        Assert.Contains("'sneaker' erased from the small model in", run.Out, StringComparison.Ordinal);
        Assert.Contains("They now show: ", run.Out, StringComparison.Ordinal);
        Assert.Contains("solving for 'sneaker'", run.Error, StringComparison.Ordinal);
        Assert.Contains("drawing 22 pictures, 1 of each of 11 prompts, before and after", run.Error, StringComparison.Ordinal);

        using var json = JsonDocument.Parse(File.ReadAllText(In("out/report.json")));
        Assert.Equal("lethe-erase/1", json.RootElement.GetProperty("schema").GetString());
        Assert.Equal(11, json.RootElement.GetProperty("prompts").GetArrayLength());
        Assert.Equal(3, json.RootElement.GetProperty("seed").GetInt32());
        using var grid = SKBitmap.Decode(In("out/grid.png"));
        Assert.True(grid.Width > 7 * 112);
        var page = File.ReadAllText(In("out/report.html"));
        Assert.Contains("Delta.Apply(model.UNet", page, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"(src|href)=""(?!data:)", page);

        (await Erase("out", "--method", "uce")).IsRefused(
            ExitCode.Unwritable,
            "is there already. Choose another folder with --out, or overwrite it with --force."
        );
        Assert.Equal(0, (await Erase("out", "--method", "uce", "--force")).Code);
    }

    [Theory]
    [Trait("Speed", "slow")]
    [InlineData("float32")]
    [InlineData("bfloat16")]
    public async Task From_a_folder_of_diffusers_with_prompts_of_ones_own(string precision)
    {
        TinyFolder.Write(In("tiny-sd"));
        var run = await CommandRun.Of([
            "erase",
            "--model",
            In("tiny-sd"),
            "--concept",
            "a cat",
            "--instead",
            "a dog",
            "--keep",
            "the hat",
            "--out",
            In("out"),
            "--iterations",
            "2",
            "--precision",
            precision,
            .. Trained,
            .. Quick,
        ]);
        Assert.True(run.Code == 0, run.Error);
        Assert.Contains("'a cat' erased from tiny-sd, 'a dog' in its place", run.Out, StringComparison.Ordinal);
        Assert.Contains(
            "No judge measured whether the concept is gone: look at the pictures. 'lethe data get NAME' adds: ",
            run.Out,
            StringComparison.Ordinal
        );
        using var json = JsonDocument.Parse(File.ReadAllText(In("out/report.json")));
        Assert.Equal(
            ["a cat", "a dog", "the hat", ""],
            json.RootElement.GetProperty("prompts").EnumerateArray().Select(static prompt => prompt.GetProperty("prompt").GetString())
        );
        Assert.Equal(precision, json.RootElement.GetProperty("provenance").GetProperty("precision").GetString());
        Assert.True(json.RootElement.GetProperty("null_drift").GetProperty("mse").GetDouble() > 0);

        Assert.Equal(
            0,
            (await CommandRun.Of(["erase", "--apply", In("out/delta.safetensors"), "--model", In("tiny-sd"), "--out", In("erased")])).Code
        );
        using var scope = NewDisposeScope();
        using var before = DiffusersFolder.Open(In("tiny-sd"));
        using var after = DiffusersFolder.Open(In("erased"));
        var changed = before
            .UNet.named_parameters()
            .Zip(after.UNet.parameters())
            .Where(static pair => pair.First.parameter.ne(pair.Second).any().item<bool>())
            .Select(static pair => pair.First.name)
            .ToList();
        Assert.NotEmpty(changed);
        Assert.All(changed, static name => Assert.Contains("attn2", name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_broken_judge_is_refused_before_anything_is_done()
    {
        TinyFolder.Write(In("tiny-sd"));
        Directory.CreateDirectory(In("home/data/nudenet"));
        File.WriteAllText(In("home/data/nudenet/320n.onnx"), "<!DOCTYPE html>");
        var home = Environment.GetEnvironmentVariable("LETHE_HOME");
        Environment.SetEnvironmentVariable("LETHE_HOME", In("home"));
        try
        {
            var run = await CommandRun.Of([
                "erase",
                "--model",
                In("tiny-sd"),
                "--concept",
                "a cat",
                "--instead",
                "a dog",
                "--out",
                In("out"),
                "--iterations",
                "2",
                .. Trained,
                .. Quick,
            ]);
            run.IsRefused(ExitCode.BadFile, "it is not opened. Delete it, then run 'lethe data get nudenet'.");
            Assert.False(Directory.Exists(In("out")));
        }
        finally
        {
            Environment.SetEnvironmentVariable("LETHE_HOME", home);
        }
    }

    [Fact]
    public async Task The_delta_holds_the_group_alone_and_says_what_it_was_made_with()
    {
        Assert.Equal(0, (await Erase("out", [.. Trained, "--group", "xattn-kv", "--iterations", "2"])).Code);
        using var scope = NewDisposeScope();
        using var world = FashionWorld.Open(small.Folder);
        var (tensors, about) = SafetensorsFile.Read(In("out/delta.safetensors"));
        Assert.All(tensors.Keys, ParameterGroupHolds);
        foreach (
            var (key, value) in new Dictionary<string, string>
            {
                ["concept"] = "sneaker",
                ["instead"] = "ankle boot",
                ["method"] = "all-but-one-replace",
                ["seed"] = "0",
                ["setting.group"] = "xattn-kv",
                ["setting.iterations"] = "2",
                ["setting.pool-paths"] = "2",
                ["setting.sampler-steps"] = "2",
            }
        )
        {
            Assert.Equal(value, about[key]);
        }
        Assert.True(about["commit"].Length > 0);

        static void ParameterGroupHolds(string name) => Assert.True(ParameterGroup.Get("xattn-kv").Holds(name), name);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task A_run_that_is_stopped_goes_on_and_ends_at_the_same_bytes()
    {
        Assert.Equal(0, (await Erase("whole", Long)).Code);
        using (var stop = new CancellationTokenSource())
        {
            // As a kill would: after the first checkpoint, before the end.
            var watcher = Task.Run(async () =>
            {
                while (!File.Exists(In("killed/delta.safetensors.part")))
                {
                    await Task.Delay(1);
                }
                await stop.CancelAsync();
            });
            var stopped = await CommandRun.Of(stop.Token, [.. Line("killed"), .. Long]);
            await watcher;
            stopped.IsStopped();
        }
        Assert.Equal(["delta.safetensors.part"], Names("killed").Except(["delta.safetensors.new"]));

        (await Erase("killed", [.. Long, "--seed", "1"])).IsRefused(ExitCode.Unwritable, "is of a run with other arguments");
        var resumed = await Erase("killed", Long);
        Assert.True(resumed.Code == 0, resumed.Error);
        Assert.Matches("24 iterations; (10|20|24) are done already", resumed.Error);
        Assert.Equal(File.ReadAllBytes(In("whole/delta.safetensors")), File.ReadAllBytes(In("killed/delta.safetensors")));
        Assert.Equal(["delta.safetensors", "grid.png", "report.html", "report.json"], Names("killed"));
    }

    [Fact]
    public async Task A_broken_checkpoint_is_named_and_force_starts_anew()
    {
        Directory.CreateDirectory(In("out"));
        File.WriteAllText(In("out/delta.safetensors.part"), "half");
        (await Erase("out", [.. Trained, "--iterations", "1"])).IsRefused(ExitCode.BadFile, "Delete it, or start anew with --force.");
        Assert.Equal(0, (await Erase("out", [.. Trained, "--iterations", "1", "--force"])).Code);
    }

    [Fact]
    public async Task What_was_measured_is_what_the_delta_gives_and_apply_writes_it_as_a_model()
    {
        Assert.Equal(0, (await Erase("out", "--method", "uce")).Code);
        var run = await CommandRun.Of("erase", "--apply", In("out/delta.safetensors"), "--model", small.Folder, "--out", In("without"));
        Assert.True(run.Code == 0, run.Error);
        Assert.Contains("without 'sneaker' (uce)", run.Out, StringComparison.Ordinal);
        using var scope = NewDisposeScope();
        using var original = FashionWorld.Open(small.Folder);
        using var erased = FashionWorld.Open(In("without"));
        Delta.Apply(original.Model.UNet, In("out/delta.safetensors"));
        Assert.All(
            original.Model.UNet.parameters().Zip(erased.Model.UNet.parameters()),
            static pair => Assert.True(pair.First.eq(pair.Second).all().item<bool>())
        );

        (await CommandRun.Of("erase", "--apply", In("out/delta.safetensors"), "--model", small.Folder, "--out", In("without"))).IsRefused(
            ExitCode.Unwritable,
            "is not empty"
        );
        (await CommandRun.Of("erase", "--apply", In("out/delta.safetensors"), "--model", In("without"), "--out", In("twice"))).IsRefused(
            ExitCode.BadFile,
            "the difference to other weights"
        );
        Assert.False(Directory.Exists(In("twice")));
        Assert.Equal(
            0,
            (
                await CommandRun.Of(
                    "erase",
                    "--apply",
                    In("out/delta.safetensors"),
                    "--model",
                    In("without"),
                    "--out",
                    In("twice"),
                    "--force"
                )
            ).Code
        );
        Assert.Equal(["detector.safetensors", "fashion.safetensors", "scorer.safetensors"], Names("twice"));
    }

    [Fact]
    public void A_folder_of_stable_diffusion_is_copied_with_another_network()
    {
        using var model = TinyDiffusion.Create();
        foreach (
            var name in (string[])
                [
                    "model_index.json",
                    "unet/config.json",
                    "unet/diffusion_pytorch_model.safetensors",
                    "unet/diffusion_pytorch_model.fp16.safetensors",
                    "vae/config.json",
                    "tokenizer/merges.txt",
                ]
        )
        {
            Directory.CreateDirectory(Path.GetDirectoryName(In($"sd/{name}"))!);
            File.WriteAllText(In($"sd/{name}"), name);
        }
        DiffusersFolder.Copy(In("sd"), In("new"), model.UNet, CancellationToken.None);
        Assert.Equal(
            ["model_index.json", "tokenizer/merges.txt", "unet/config.json", "unet/diffusion_pytorch_model.safetensors", "vae/config.json"],
            Directory
                .EnumerateFiles(In("new"), "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(In("new"), file).Replace('\\', '/'))
                .Order(StringComparer.Ordinal)
        );
        using var scope = NewDisposeScope();
        var written = SafetensorsFile.Read(In("new/unet/diffusion_pytorch_model.safetensors")).Tensors;
        Assert.All(model.UNet.named_parameters(), named => Assert.True(written[named.name].eq(named.parameter).all().item<bool>()));
    }

    [Theory]
    [InlineData(
        "--concept sneakers --instead bag",
        ExitCode.Usage,
        "does not know the word 'sneakers'. Did you mean 'sneaker'? It knows: a, photo, of, picture, the, tshirt, trouser"
    )]
    [InlineData("--concept sneaker --instead helicopter", ExitCode.Usage, "does not know the word 'helicopter'. It knows: a, photo")]
    [InlineData(
        "--concept photo --instead bag",
        ExitCode.Usage,
        "'photo' is none of the things that the small model was shown: tshirt, trouser"
    )]
    [InlineData("--concept _ --instead bag", ExitCode.Usage, "There is no concept to erase: --concept is empty.")]
    [InlineData("--instead bag", ExitCode.Usage, "What is to be erased? Name it with --concept.")]
    [InlineData("--concept bag", ExitCode.Usage, "What should replace it? Say it with --instead")]
    [InlineData("--concept bag --instead BAG", ExitCode.Usage, "'bag' would replace itself: nothing would change.")]
    [InlineData("--concept bag --instead a+photo+of+a+bag", ExitCode.Usage, "still speaks of 'bag', which is to be erased")]
    [InlineData("--concept bag --instead coat --method magic", ExitCode.Usage, "There is no erasing method 'magic'. Known: esd-x, esd-u, ")]
    [InlineData(
        "--concept bag --instead coat --group lora",
        ExitCode.Usage,
        "There is no group of weights 'lora'; there are xattn, xattn-kv, selfattn, noxattn, full."
    )]
    [InlineData("--concept bag --instead coat --iterations 0", ExitCode.Usage, "--iterations wants a number from 1 on, not '0'.")]
    [InlineData("--concept bag --instead coat --method uce --iterations 5", ExitCode.Usage, "uce is solved at once and has no iterations.")]
    [InlineData(
        "--concept bag --instead coat --set lambda=2",
        ExitCode.Usage,
        "all-but-one has no setting 'lambda'. It has: Target, Latents"
    )]
    [InlineData("--concept bag --instead coat --set quantile=much", ExitCode.Usage, "Quantile wants a number, not 'much'.")]
    [InlineData("--concept bag --instead coat --set batch=0", ExitCode.Usage, "Batch must be between 1 and 4096")]
    [InlineData("--concept bag --instead coat --set group=full", ExitCode.Usage, "--iterations and --group are options of their own.")]
    [InlineData("--concept bag --instead coat --keep dress", ExitCode.Usage, "Every class of the small model is measured")]
    [InlineData("--concept bag --instead coat --images 0", ExitCode.Usage, "--images wants a number from 1 on")]
    [InlineData("--concept bag --instead coat --device cuda:99", ExitCode.NoDevice, "cuda:99")]
    [InlineData(
        "--concept bag --instead coat --model NOWHERE",
        ExitCode.NotFound,
        "--model wants 'fashion' (the kit's small model), a folder"
    )]
    [InlineData("--concept bag --instead coat --model EMPTY", ExitCode.BadFile, "There is no model in")]
    [InlineData("--concept bag --instead coat --model FILE", ExitCode.NotFound, "is a file. --model wants")]
    [InlineData("--concept bag --instead coat --model HALF", ExitCode.NotFound, "HALF/tokenizer")]
    [InlineData("--concept bag --instead coat --out FILE", ExitCode.Unwritable, "Choose another folder with --out.")]
    [InlineData("--concept bag --instead coat --out FILE/out", ExitCode.Unwritable, "Choose another folder with --out.")]
    [InlineData("--apply NOWHERE", ExitCode.NotFound, "There is no file")]
    [InlineData("--apply FILE", ExitCode.BadFile, "is not a whole safetensors file")]
    [InlineData("--apply FILE --concept bag", ExitCode.Usage, "leave --concept and --instead out")]
    public async Task What_cannot_be_done_is_refused_in_one_sentence_and_nothing_is_written(string line, ExitCode code, string because)
    {
        Directory.CreateDirectory(In("empty"));
        Directory.CreateDirectory(In("half/unet"));
        File.WriteAllText(In("file"), "text");
        string[] args =
        [
            .. line.Split(' ')
                .Select(word =>
                    word.Replace("NOWHERE", In("nowhere"))
                        .Replace("EMPTY", In("empty"))
                        .Replace("FILE", In("file"))
                        .Replace("HALF", In("half"))
                        .Replace('+', ' ')
                        .Replace("_", " ")
                ),
        ];
        string[] model = args.Contains("--model") ? [] : ["--model", small.Folder];
        string[] output = args.Contains("--out") ? [] : ["--out", In("out")];
        (await CommandRun.Of(["erase", .. args, .. model, .. output])).IsRefused(code, because.Replace("HALF", In("half")));
        Assert.False(Directory.Exists(In("out")));
        Assert.Equal(
            ["empty", "file", "half"],
            Directory.EnumerateFileSystemEntries(folder.Path).Select(static path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_refused_at_once()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "a folder that not even root can write in");
        (
            await CommandRun.Of("erase", "--model", small.Folder, "--concept", "bag", "--instead", "coat", "--out", "/proc/self/out")
        ).IsRefused(ExitCode.Unwritable, "Choose another folder with --out.");
    }

    [Fact]
    public async Task Json_is_the_report_and_nothing_else()
    {
        var run = await Erase("out", "--method", "uce", "--json");
        Assert.Equal(File.ReadAllText(In("out/report.json")), run.Out);
    }

    private string In(string name) => Path.Combine(folder.Path, name);

    private IEnumerable<string> Names(string name) =>
        Directory.GetFiles(In(name)).Select(static path => Path.GetFileName(path)!).Order(StringComparer.Ordinal);

    private string[] Line(string output) =>
        ["erase", "--model", small.Folder, "--concept", "sneaker", "--instead", "ankle boot", "--out", In(output), .. Quick];

    private Task<CommandRun> Erase(string output, params string[] more) => CommandRun.Of([.. Line(output), .. more]);
}
