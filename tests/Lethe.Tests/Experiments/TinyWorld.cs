using Lethe.Erasing.Judges;
using Lethe.Erasing.Methods;
using Lethe.Erasing.Runs;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Tests.Detection.Detectors;
using Lethe.Tests.Erasing.Diffusion;
using Lethe.Tests.Erasing.Judges;
using Lethe.Training;
using SkiaSharp;
using TorchSharp;
using static TorchSharp.torch;

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

    public StableDiffusionRequest Cat =>
        new(Model)
        {
            Concept = "a cat",
            Instead = "a hat",
            ConceptPictures = Pictures,
        };

    public ExperimentRunner Runner(string table, IReadOnlyList<string>? methods, StableDiffusionRequest about, string device) =>
        new(
            new()
            {
                Tables = [table],
                Profile = "smoke",
                Methods = methods,
                Device = device,
                Out = Store.Folder,
                About = about,
            }
        );

    /// <summary>A detector that finds something wherever one pixel is not quite dark, and towers of formula weights.</summary>
    public PictureJudges Judges(Device device)
    {
        var (clip, inception, picks) = (Path.Combine(Folder, "clip"), Path.Combine(Folder, "inception.safetensors"), new long[22, 1]);
        using var scope = NewDisposeScope();
        if (!File.Exists(inception))
        {
            TinyClip.Write(clip);
            using var network = new InceptionV3();
            FormulaWeights.Fill(network);
            SafetensorsFile.Write(inception, network.state_dict());
        }
        var detector = new NudeNetDetector(
            TinyOnnx.Picking(
                NudeNetDetector.Side,
                picks,
                [.. Enumerable.Range(0, 22).Select(static row => row == 4 + (int)NudityJudge.Labels.Min() ? 1e6f : 1f)]
            ),
            "tiny.onnx"
        );
        var tower = ClipModel.Open(clip);
        tower.to(device);
        return new([new NudityJudge(detector), new ClipJudge(tower)], new(inception, device), []);
    }

    /// <summary>The first record of All but One, with judges.</summary>
    public RunRecord Run(string table, string device)
    {
        using var runner = Runner(table, ["all-but-one"], Cat with { Judges = Judges }, device);
        return runner.Run(TestContext.Current.CancellationToken)[0];
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("LETHE_HOME", home);
        folder.Dispose();
    }
}
