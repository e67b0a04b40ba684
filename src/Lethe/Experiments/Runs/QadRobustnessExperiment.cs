using Lethe.Detection;
using Lethe.Runtime;

namespace Lethe.Experiments;

/// <summary>AUC over the strength of compression: the test clips made again and encoded at other rate factors than the training saw. Needs ffmpeg, and a set of drawn faces.</summary>
public sealed class QadRobustnessExperiment : IExperiment
{
    private const string Name = "qad-robustness";

    private readonly DetectionLab lab;
    private readonly IReadOnlyList<string> models, methods;
    private readonly Dictionary<string, PairedMemory> made = [];

    /// <exception cref="LetheException">The request names something that is not there.</exception>
    public QadRobustnessExperiment(ExperimentRequest request)
    {
        lab = new(request);
        models = UnlearningLab.Chosen(request.Models, DetectorCatalog.Names, lab.Profile.Models, "detector");
        methods = UnlearningLab.Chosen(request.Methods, ObjectiveCatalog.Names, ["baseline", "qad"], "training objective");
    }

    /// <summary>Raw, then rate factors from nearly lossless to the worst; 23 and 40 are those of the training.</summary>
    public static IReadOnlyList<VideoQuality> Curve { get; } = [VideoQuality.Raw, .. new[] { 12, 18, 23, 28, 34, 40, 46, 51 }.Select(VideoQuality.Of)];

    public IReadOnlyList<Cell> Plan() =>
    [
        .. from dataset in lab.Datasets
           from family in lab.Families(dataset)
           from seed in Enumerable.Range(0, lab.Seeds)
           from model in models
           from method in methods
           select ObjectiveCatalog.Describe(lab.Profile.Objective(method, model)).Aggregate(lab.Describe(Name, dataset, family, model, method, seed).With("curve", string.Join(" ", Curve)), static (cell, setting) => cell.With($"method.{setting.Key}", setting.Value)),
    ];

    public RunRecord Run(Cell cell, IProgress<ExperimentEvent> progress, CancellationToken cancellation) => lab.Record(cell, provenance =>
    {
        var (detector, training) = lab.Trained(cell, lab.Profile.Objective(cell.Method, cell.Model), null, progress, cancellation);
        using (detector)
        {
            var images = Test(cell, progress, cancellation);
            progress.Report(new CellStage(cell, "measuring"));
            var scores = lab.Score(cell, detector, images, [.. Enumerable.Range(0, images.Frames.Count)], cancellation);
            var result = new DetectionMeasures();
            result.AddEach(scores);
            return result.Record(cell, provenance, training, scores);
        }
    });

    public void Dispose()
    {
        lab.Dispose();
        foreach (var images in made.Values)
        {
            images.Dispose();
        }
    }

    private PairedMemory Test(Cell cell, IProgress<ExperimentEvent> progress, CancellationToken cancellation)
    {
        var key = $"{cell.Dataset} {DetectionLab.FamilyOf(cell)}";
        if (!made.TryGetValue(key, out var images))
        {
            if (cell.Dataset != DetectionProfile.Sample)
            {
                throw LetheException.NotFound($"The curve over rate factors needs clips that can be made again, and those of {Labels.Of(cell.Dataset)} cannot: only {Labels.Of(DetectionProfile.Sample)} can.");
            }
            var ffmpeg = Ffmpeg.Find();
            progress.Report(new CellStage(cell, "compressing the test clips again"));
            var test = lab.Data(cell.Dataset).Of(DetectionLab.FamilyOf(cell)).Test.Select(row => lab.Data(cell.Dataset).Images.Frames[row].Video).ToHashSet();
            made[key] = images = RecompressedClips.Make(FacesSample.Open(), FacesSample.Faces, clip => test.Contains(clip.Id), Curve, ffmpeg, cancellation);
        }
        return images;
    }
}
