using System.Text.Json;
using Lethe.Models;
using Lethe.Runtime;
using Lethe.Tests.Experiments;
using Lethe.Training;
using SkiaSharp;

namespace Lethe.Tests.Cli;

public sealed class UnlearnTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public UnlearnTests()
    {
        foreach (
            var (name, colour) in (ReadOnlySpan<(string, SKColor)>)[("cat", SKColors.Red), ("dog", SKColors.Green), ("owl", SKColors.Blue)]
        )
        {
            var images = Directory.CreateDirectory(Path.Combine(Images, name)).FullName;
            for (var i = 0; i < 10; i++)
            {
                using var bitmap = new SKBitmap(16, 16);
                bitmap.Erase(colour.WithRed((byte)(20 * i)));
                File.WriteAllBytes(Path.Combine(images, $"{i}.png"), bitmap.Encode(SKEncodedImageFormat.Png, 100).ToArray());
            }
        }
        using var model = ModelCatalog.Create(new("resnet18", 3, 0.25));
        ModelFile.Save(model, Model);
    }

    private string Images => Path.Combine(folder.Path, "images");

    private string Model => Path.Combine(folder.Path, "model.safetensors");

    private string Output => Path.Combine(folder.Path, "new", "model.safetensors");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_class_by_name_is_forgotten_and_the_new_network_written()
    {
        var run = await Unlearn("--forget", "Dog", "--method", "logit-mask", "--json");
        Assert.Equal(0, run.Code);
        using var json = JsonDocument.Parse(run.Out);
        Assert.Equal(
            (1, "dog", 10),
            (
                json.RootElement.GetProperty("forget_class").GetInt32(),
                json.RootElement.GetProperty("forget_class_name").GetString(),
                json.RootElement.GetProperty("forget_images").GetInt32()
            )
        );
        Assert.Contains(
            "Forgetting class 1, dog: 9 training and 1 test images. The classes by number: 0 cat, 1 dog, 2 owl.",
            run.Error,
            StringComparison.Ordinal
        );
        Assert.Equal(0, json.RootElement.GetProperty("after").GetProperty("D_f").GetDouble());
        Assert.Equal(0, json.RootElement.GetProperty("samples_read").GetInt32());

        var about = SafetensorsFile.Read(Output).Metadata;
        Assert.Equal(("1", "dog", "10"), (about["unlearned_class"], about["unlearned_class_name"], about["unlearned_images"]));
        using var written = ModelFile.Open(Output);
        using var original = ModelFile.Open(Model);
        Assert.Equal(double.NegativeInfinity, written.Head.bias!.data<float>()[1]);
        Assert.Equal(original.Head.weight!.data<float>().ToArray(), written.Head.weight!.data<float>().ToArray());
    }

    [Theory]
    [InlineData("lau")]
    [InlineData("retrain")]
    [InlineData("fine-tune")]
    public async Task Methods_of_every_kind_run_on_a_folder_of_images(string method)
    {
        var run = await Unlearn("--forget", "2", "--method", method, "--epochs", "1", "--precision", "float32");
        Assert.Equal(0, run.Code);
        Assert.All(
            (string[])["forgetting owl", "D_r", "D_f", "D_tr", "D_tf", "different training images read", $"Written: {Output}"],
            part => Assert.Contains(part, run.Out, StringComparison.Ordinal)
        );
        Assert.True(File.Exists(Output));
    }

    [Fact]
    public async Task A_hidden_folder_is_no_class_and_a_name_may_be_written_with_marks()
    {
        Directory.Move(Path.Combine(Images, "owl"), Path.Combine(Images, "gro\u0308\u00dfe"));
        Directory.CreateDirectory(Path.Combine(Images, ".ipynb_checkpoints"));
        File.Copy(Path.Combine(Images, "cat", "1.png"), Path.Combine(Images, ".ipynb_checkpoints", "1.png"));
        var run = await Unlearn("--forget", "gr\u00f6\u00dfe", "--method", "logit-mask");
        Assert.Equal(0, run.Code);
        Assert.Contains("Hidden folders are no classes (1): .ipynb_checkpoints.", run.Error, StringComparison.Ordinal);
        Assert.Contains("forgetting gr\u00f6\u00dfe (class 2, 10 images):", run.Out, StringComparison.Ordinal);
        File.Delete(Output);
        var refused = await Unlearn("--forget", "3", "--method", "logit-mask");
        Assert.Equal((int)ExitCode.Usage, refused.Code);
        Assert.Contains("has no class '3'", refused.ErrorLines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_there_is_overwritten_only_by_force()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Output)!);
        File.WriteAllText(Output, "precious");
        (await Unlearn("--forget", "0", "--method", "logit-mask")).IsRefused(ExitCode.Unwritable, "--force");
        Assert.Equal("precious", File.ReadAllText(Output));
        Assert.Equal(0, (await Unlearn("--forget", "0", "--method", "logit-mask", "--force")).Code);
        Assert.NotEqual(8, new FileInfo(Output).Length);
    }

    [Theory]
    [InlineData("bird")]
    [InlineData("3")]
    [InlineData("-1")]
    public async Task A_class_that_is_not_there_is_refused(string name) =>
        (await Unlearn("--forget", name, "--method", "lau")).IsRefused(
            ExitCode.Usage,
            $"has no class '{name}'. It has 0 to 2: cat, dog, owl."
        );

    [Fact]
    public async Task A_network_for_another_number_of_classes_is_refused()
    {
        Directory.Delete(Path.Combine(Images, "owl"), recursive: true);
        (await Unlearn("--forget", "0", "--method", "lau")).IsRefused(
            ExitCode.BadFile,
            "tells 3 classes apart, but images has 2: cat, dog."
        );
    }

    [Fact]
    public async Task A_checkpoint_of_another_architecture_is_refused() =>
        (await Unlearn("--forget", "0", "--method", "lau", "--arch", "vgg16")).IsRefused(ExitCode.BadFile, "does not hold a vgg16");

    [Fact]
    public async Task A_truncated_checkpoint_is_refused()
    {
        File.WriteAllBytes(Model, File.ReadAllBytes(Model)[..1000]);
        (await Unlearn("--forget", "0", "--method", "lau")).IsRefused(ExitCode.BadFile, "is not a whole safetensors file");
    }

    [Fact]
    public async Task A_missing_checkpoint_is_refused()
    {
        File.Delete(Model);
        (await Unlearn("--forget", "0", "--method", "lau")).IsRefused(ExitCode.NotFound, "There is no file");
    }

    [Fact]
    public async Task An_empty_folder_is_refused()
    {
        Directory.Delete(Images, recursive: true);
        Directory.CreateDirectory(Images);
        (await Unlearn("--forget", "0", "--method", "lau")).IsRefused(ExitCode.BadFile, "it has no folder with JPEG or PNG files");
    }

    [Fact]
    public async Task An_output_that_cannot_be_written_is_refused_before_any_work()
    {
        var run = await CommandRun.Of(
            "unlearn",
            "--model",
            "not-even-there",
            "--data",
            Images,
            "--forget",
            "0",
            "--method",
            "lau",
            "--out",
            Path.Combine(Model, "x.safetensors")
        );
        run.IsRefused(ExitCode.Unwritable, "is a file.");
    }

    [Fact]
    public async Task A_device_that_is_not_there_is_refused() =>
        (await Unlearn("--forget", "0", "--method", "lau", "--device", "cuda:99")).IsRefused(ExitCode.NoDevice, "cuda:99");

    [Fact]
    public async Task An_unknown_method_is_refused() =>
        (await Unlearn("--forget", "0", "--method", "magic")).IsRefused(ExitCode.Usage, "There is no method 'magic'.");

    [Fact]
    public async Task Several_classes_or_chosen_photographs_are_forgotten_too()
    {
        var run = await Unlearn("--forget", "classes:owl,cat", "--method", "logit-mask", "--json");
        Assert.Equal(0, run.Code);
        using var json = JsonDocument.Parse(run.Out);
        Assert.Equal("classes:0,2", json.RootElement.GetProperty("forget").GetString());
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("forget_class").ValueKind);
        Assert.Contains("Forgetting cat and owl: 18 training and 2 test images.", run.Error, StringComparison.Ordinal);
        Assert.Equal("classes:0,2", SafetensorsFile.Read(Output).Metadata["unlearned_set"]);

        var list = Path.Combine(folder.Path, "asked.txt");
        File.WriteAllText(list, "# by mail\n0\n5\n");
        var chosen = await Unlearn("--forget", $"file:{list}", "--method", "fine-tune", "--precision", "float32", "--force");
        Assert.Equal(0, chosen.Code);
        Assert.Contains("forgetting 2 of 27 training images", chosen.Out, StringComparison.Ordinal);
        Assert.Contains("D_t ", chosen.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("D_tf", chosen.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lau", "random:10%:0", ExitCode.Usage, "lau cannot do that. LAU changes the last layer alone")]
    [InlineData("unsir", "random:10%:0", ExitCode.Usage, "unsir cannot do that.")]
    [InlineData("fine-tune", "random:200%:0", ExitCode.Usage, "is no random share")]
    [InlineData("fine-tune", "subclass:cat", ExitCode.Usage, "has no super-classes")]
    [InlineData("fine-tune", "file:nowhere.txt", ExitCode.NotFound, "There is no list nowhere.txt.")]
    public async Task A_set_that_cannot_be_forgotten_is_refused(string method, string set, ExitCode code, string because) =>
        (await Unlearn("--forget", set, "--method", method)).IsRefused(code, because);

    private Task<CommandRun> Unlearn(params string[] more) =>
        CommandRun.Of(["unlearn", "--model", Model, "--data", Images, "--out", Output, .. more]);
}
