using Lethe.Experiments;
using Lethe.Tests.Erasing;
using SkiaSharp;

namespace Lethe.Tests.Experiments;

/// <summary>A <see cref="TinyFolder"/> with three real pictures, a cache and a record folder of its own.</summary>
internal sealed class TinyWorld : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string? home = Environment.GetEnvironmentVariable("LETHE_HOME");

    public TinyWorld()
    {
        Environment.SetEnvironmentVariable("LETHE_HOME", Path.Combine(Folder, "home"));
        TinyFolder.Write(Model);
        Directory.CreateDirectory(Pictures);
        foreach (var (i, colour) in ((SKColor[])[SKColors.Red, SKColors.Green, SKColors.Blue]).Index())
        {
            using var bitmap = new SKBitmap(80, 70);
            bitmap.Erase(colour);
            using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
            File.WriteAllBytes(Path.Combine(Pictures, $"{i}.png"), data.ToArray());
        }
    }

    public string Folder => folder.Path;

    public string Model => Path.Combine(Folder, "sd");

    public string Pictures => Path.Combine(Folder, "pictures");

    public RecordStore Store => new(Path.Combine(Folder, "runs"));

    public StableDiffusionRequest Cat => new(Model) { Concept = "a cat", Instead = "a hat", ConceptPictures = Pictures };

    public ExperimentRunner Runner(string table, IReadOnlyList<string>? methods, StableDiffusionRequest about, string device) =>
        new(new() { Tables = [table], Profile = "smoke", Methods = methods, Device = device, Out = Store.Folder, StableDiffusion = about });

    /// <summary>The first record of All but One.</summary>
    public RunRecord Run(string table, string device)
    {
        using var runner = Runner(table, ["all-but-one"], Cat, device);
        return runner.Run(TestContext.Current.CancellationToken)[0];
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("LETHE_HOME", home);
        folder.Dispose();
    }
}
