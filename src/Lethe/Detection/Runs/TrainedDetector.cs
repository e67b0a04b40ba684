using System.Security.Cryptography;
using Lethe.Detection.Objectives;
using Lethe.Faces.Paired;

namespace Lethe.Detection.Runs;

/// <summary>Everything that decides a trained detector, with hashes of its frames.</summary>
internal sealed record TrainedDetector(
    DetectorTraining Training,
    string Objective,
    IDetectorObjective Settings,
    string Frames,
    string Validation,
    int Seed
)
{
    public static TrainedDetector Of(
        DetectorTraining training,
        IDetectorObjective objective,
        IPairedImages images,
        PairedSplit split,
        int seed
    ) => new(training, objective.Name, objective, Hash(images, split.Train), Hash(images, split.Validation), seed);

    // The frames by name: their positions would change with an unrelated clip.
    private static string Hash(IPairedImages images, IEnumerable<int> rows)
    {
        var names = rows.Select(row => images.Frames[row])
            .Select(static frame => string.Create(CultureInfo.InvariantCulture, $"{frame.Video} {frame.Frame}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', names))))[..16];
    }
}
