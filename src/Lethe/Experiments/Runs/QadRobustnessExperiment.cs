using Lethe.Detection.Detectors;
using Lethe.Detection.Objectives;
using Lethe.Experiments.Records;
using Lethe.Faces.Films;
using Lethe.Faces.Paired;
using Lethe.Faces.Sets;
using Lethe.Runtime;

namespace Lethe.Experiments.Runs;

/// <summary>
/// AUC over the strength of compression: the test clips made again and encoded at other rate factors than the training saw. Needs ffmpeg, and a set of drawn faces.
/// The smoke profile takes few people.
/// </summary>
public sealed class QadRobustnessExperiment : IExperiment
{
    private const string Name = "qad-robustness";
    private const int SmokePeople = 3;

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
            var images = Compressed(cell, progress, cancellation);
            progress.Report(new CellStage(cell, "measuring"));
            var test = Test(cell.Dataset, DetectionLab.FamilyOf(cell)).ToHashSet();
            var scores = lab.Score(cell, detector, images, [.. images.Frames.Index().Where(frame => test.Contains(frame.Item)).Select(static frame => frame.Index)], cancellation);
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

    private IEnumerable<PairedFrame> Test(string dataset, string family)
    {
        var data = lab.Data(dataset);
        var frames = data.Of(family).Test.Select(row => data.Images.Frames[row]).ToList();
        var people = frames.Select(static frame => frame.Identity).Distinct().Take(lab.Profile.Name is "smoke" ? SmokePeople : int.MaxValue).ToHashSet();
        return frames.Where(frame => people.Contains(frame.Identity));
    }

    // The test clips of all families together: they share the real ones.
    private PairedMemory Compressed(Cell cell, IProgress<ExperimentEvent> progress, CancellationToken cancellation)
    {
        if (!made.TryGetValue(cell.Dataset, out var images))
        {
            if (cell.Dataset != DetectionProfile.Sample)
            {
                throw LetheException.NotFound($"The curve over rate factors needs clips that can be made again, and those of {Labels.Of(cell.Dataset)} cannot: only {Labels.Of(DetectionProfile.Sample)} can.");
            }
            var ffmpeg = Ffmpeg.Find();
            progress.Report(new CellStage(cell, "compressing the test clips again"));
            var videos = lab.Families(cell.Dataset).SelectMany(family => Test(cell.Dataset, family)).Select(static frame => frame.Video).ToHashSet();
            made[cell.Dataset] = images = RecompressedFilms.Make(FacesSample.Open(), FacesSample.Faces, clip => videos.Contains(clip.Id), Curve, ffmpeg, cancellation);
        }
        return images;
    }
}
