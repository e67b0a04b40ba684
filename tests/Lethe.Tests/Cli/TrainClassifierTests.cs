using Lethe.Runtime;
using Lethe.Tests.Runtime;
using Lethe.Training;
using SkiaSharp;

namespace Lethe.Tests.Cli;

public sealed class TrainClassifierTests : IDisposable
{
    private readonly Data.TemporaryFolder folder = new();

    public TrainClassifierTests()
    {
        foreach (
            var (name, colour) in (ReadOnlySpan<(string, SKColor)>)[("cat", SKColors.Red), ("dog", SKColors.Green), ("owl", SKColors.Blue)]
        )
        {
            for (var i = 0; i < 10; i++)
            {
                using var bitmap = new SKBitmap(16, 16);
                bitmap.Erase(colour.WithAlpha((byte)(255 - (5 * i))));
                folder.Write($"images/{name}/{i}.png", bitmap.Encode(SKEncodedImageFormat.Png, 100).ToArray());
            }
        }
    }

    private string Network => folder["made", "mine.safetensors"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_folder_of_photographs_becomes_a_network_that_can_be_made_to_forget()
    {
        folder.Write("images/owl/broken.jpg", [1, 2, 3]);
        var run = await Train("--arch", "resnet18", "--size", "16", "--epochs", "2", "--precision", "float32");
        Assert.True(run.Code == 0, run.Error);
        Assert.Contains("Pictures that cannot be read are left out (1): owl/broken.jpg.", run.Error, StringComparison.Ordinal);
        Assert.Contains("training: epoch 2/2", run.Error, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Test photographs: ", run.Out, StringComparison.Ordinal);
        Assert.False(File.Exists($"{Network}.part"));

        var about = SafetensorsFile.Read(Network).Metadata;
        Assert.Equal(("resnet18", "16", "[\"cat\",\"dog\",\"owl\"]"), (about["architecture"], about["side"], about["class_names"]));

        // Its size is its own: the photographs are scaled to 16 pixels, not to 32.
        var unlearned = await CommandRun.Of([
            "unlearn",
            "--model",
            Network,
            "--data",
            folder["images"],
            "--forget",
            "dog",
            "--method",
            "lau",
            "--out",
            folder["new"],
        ]);
        Assert.True(unlearned.Code == 0, unlearned.Error);
        Assert.Equal("16", SafetensorsFile.Read(folder["new"]).Metadata["side"]);

        (await Train("--arch", "resnet18")).IsRefused(ExitCode.Unwritable, "is there already");
    }

    [Fact]
    public async Task A_head_on_random_weights_is_refused() =>
        (await Train("--arch", "vit", "--train", "head")).IsRefused(ExitCode.Usage, "take --arch resnet18-imagenet");

    [Fact]
    public async Task Weights_that_are_not_here_are_told_how_to_be_had()
    {
        using var home = new TemporaryHome();
        (await Train()).IsRefused(ExitCode.NotFound, "'lethe data get imagenet-resnet18'");
    }

    [Theory]
    [InlineData("--arch", "alexnet", ExitCode.Usage, "There is no model 'alexnet'")]
    [InlineData("--train", "tail", ExitCode.Usage, "'all' or 'head'")]
    [InlineData("--device", "cuda:99", ExitCode.NoDevice, "cuda:99")]
    [InlineData("--data", "nowhere", ExitCode.Usage, "There is no data set or folder nowhere")]
    public async Task What_cannot_be_done_is_refused_at_once(string option, string value, ExitCode code, string because) =>
        (await CommandRun.Of(["train", "classifier", "--out", Network, .. Given(option), option, value])).IsRefused(code, because);

    [Fact]
    public async Task A_name_that_is_no_safetensors_file_is_refused() =>
        (await CommandRun.Of("train", "classifier", "--data", folder["images"], "--out", folder["x.pth"])).IsRefused(
            ExitCode.Usage,
            "is written as a .safetensors file"
        );

    [Theory]
    [InlineData("cat,dog,owl", "it has no folder with JPEG or PNG files")]
    [InlineData("dog,owl", "it has only one, cat")]
    public async Task Fewer_than_two_classes_are_refused(string without, string because)
    {
        foreach (var name in without.Split(','))
        {
            Directory.Delete(folder["images", name], recursive: true);
        }
        (await Train("--arch", "resnet18")).IsRefused(ExitCode.BadFile, because);
    }

    private string[] Given(string option) => option == "--data" ? [] : ["--data", folder["images"]];

    private Task<CommandRun> Train(params string[] more) =>
        CommandRun.Of(["train", "classifier", "--data", folder["images"], "--out", Network, .. more]);
}
