using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lethe.Detection;
using Lethe.Detection.Detectors;
using Lethe.Detection.Objectives;
using Lethe.Detection.Training;
using Lethe.Faces.Paired;
using Lethe.Models;
using Lethe.Runtime;
using Lethe.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Experiments.Runs;

/// <summary>Detectors, trained once and kept in the cache under the hash of what decides them. A training that is killed goes on at its last whole epoch.</summary>
/// <param name="images">What is trained on; its title is part of the identity.</param>
/// <param name="split">Which of its frames.</param>
internal sealed class TrainedDetectors(IPairedImages images, PairedSplit split, ModelSpec spec, DetectorRecipe recipe, int seed, Device device)
{
    public IProgress<TrainingProgress>? Progress { get; init; }

    public PairedReader? Reader { get; init; }

    /// <summary>The detector in evaluation mode on the device, and how its training went; trained now if it is not in the cache. The detector is the caller's.</summary>
    /// <param name="fresh">Train it again.</param>
    public (Detector Detector, DetectorTrainingResult Training) Get(IDetectorObjective objective, bool fresh, CancellationToken cancellation)
    {
        var path = PathOf(objective);
        return !fresh && File.Exists(path) ? Load(path) : Train(objective, path, cancellation);
    }

    private (Detector, DetectorTrainingResult) Load(string path)
    {
        var detector = DetectorCatalog.Create(spec);
        try
        {
            var metadata = ModelFile.Load(detector, path);
            detector.to(device).eval();
            return (detector, JsonSerializer.Deserialize<DetectorTrainingResult>(metadata["result"])!);
        }
        catch (Exception error)
        {
            detector.Dispose();
            throw error is KeyNotFoundException or JsonException ? LetheException.BadFile($"{path} is not a detector that the kit has trained. Delete it; it is trained again then.", error) : error;
        }
    }

    private (Detector, DetectorTrainingResult) Train(IDetectorObjective objective, string path, CancellationToken cancellation)
    {
        LetheHome.Ensure(LetheHome.Models);
        var checkpoint = $"{path}.part";
        manual_seed(seed);
        var detector = DetectorCatalog.Create(spec);
        try
        {
            detector.to(device);
            var result = new DetectorTrainer(recipe, objective, seed) { CheckpointFile = checkpoint, Progress = Progress, Reader = Reader ?? ReadWhenWanted }.Train(detector, images, split.Train, split.Validation, cancellation);
            ModelFile.Save(detector, path, new Dictionary<string, string> { ["result"] = JsonSerializer.Serialize(result), ["training"] = Identity(objective) });
            File.Delete(checkpoint); // only now: a kill before this line costs nothing
            return (detector, result);
        }
        catch
        {
            detector.Dispose();
            throw;
        }
    }

    private static IEnumerable<(IReadOnlyList<int>, Tensor)> ReadWhenWanted(IPairedImages images, IEnumerable<IReadOnlyList<int>> batches) => batches.Select(rows => (rows, images.Read(rows)));

    private string PathOf(IDetectorObjective objective) =>
        Path.Combine(LetheHome.Models, $"detector-{spec.Architecture}-{objective.Name}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Identity(objective))))[..12]}.safetensors");

    private string Identity(IDetectorObjective objective) => JsonSerializer.Serialize(new
    {
        images = images.Title, images.Qualities, images.Side, train = Names(split.Train), validation = Names(split.Validation), spec, recipe, objective = objective.Name, settings = ObjectiveCatalog.Describe(objective),
        seed, device = device.type.ToString(),
    });

    // The frames by name: their positions would change with an unrelated clip.
    private string Names(IEnumerable<int> rows) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', rows.Select(row => images.Frames[row]).Select(static frame =>
        string.Create(CultureInfo.InvariantCulture, $"{frame.Video} {frame.Frame}"))))))[..16];
}
