using Lethe.Detection.Detectors;
using Lethe.Detection.Evaluation;
using Lethe.Detection.Objectives;
using Lethe.Detection.Training;
using Lethe.Experiments.Records;
using Lethe.Experiments.Tables;
using Lethe.Faces.Paired;
using Lethe.Runtime;

namespace Lethe.Experiments.Runs;

/// <summary>
/// The experiment behind the tables of detectors: train one on the forgeries of one family at every quality, and measure it pooled, quality by quality, after JPEG
/// compression and on the other families. A cell serves all tables, so that no training is repeated for one.
/// </summary>
public sealed class QadExperiment : IExperiment
{
    /// <summary>Trains three detectors, one a quality; not an objective.</summary>
    public const string Specialists = "specialists";

    private readonly DetectionLab lab;
    private readonly ExperimentRequest request;
    private readonly IReadOnlyList<string> models, methods;
    private readonly string? onlyFamily;
    private readonly Dictionary<string, DetectorScores> baselines = []; // by dataset, family, model, seed and test

    private QadExperiment(ExperimentRequest request, IReadOnlyList<string>? ownMethods, string? onlyFamily)
    {
        (this.request, this.onlyFamily, lab) = (request, onlyFamily, new(request));
        models = UnlearningLab.Chosen(request.Models, DetectorCatalog.Names, lab.Profile.Models, "detector");
        methods = UnlearningLab.Chosen(request.Methods, [.. ObjectiveCatalog.Names, Specialists], ownMethods ?? lab.Profile.Methods, "training objective");
    }

    /// <summary>Baseline, HSIC, AWP-XE and QAD on every family.</summary>
    /// <exception cref="LetheException">The request names something that is not there.</exception>
    public static QadExperiment Main(ExperimentRequest request) => new(request, null, null);

    /// <summary>Three specialists that are told the quality, against one QAD that is not.</summary>
    /// <exception cref="LetheException">The request names something that is not there.</exception>
    public static QadExperiment Aware(ExperimentRequest request) => new(request, ["baseline", Specialists, "qad"], null);

    /// <summary>All losses of the ablation, on the hardest family.</summary>
    /// <exception cref="LetheException">The request names something that is not there.</exception>
    public static QadExperiment Losses(ExperimentRequest request) => new(request, ["baseline", "soft-label", "pairwise", "center", "hsic", "awp-kl", "awp-xe", "qad"], "neuraltextures");

    public IReadOnlyList<Cell> Plan() =>
    [
        .. from dataset in lab.Datasets
           from family in lab.Families(dataset)
           where onlyFamily is null || Labels.PublishedFamily(family) == onlyFamily
           from seed in Enumerable.Range(0, lab.Seeds)
           from model in models
           from method in methods
           select Describe(dataset, family, model, method, seed),
    ];

    public RunRecord Run(Cell cell, IProgress<ExperimentEvent> progress, CancellationToken cancellation) => lab.Record(cell, provenance =>
        cell.Method == Specialists ? MeasureSpecialists(cell, provenance, progress, cancellation) : MeasureOne(cell, provenance, lab.Profile.Objective(cell.Method, cell.Model), progress, cancellation));

    public void Dispose() => lab.Dispose();

    private Cell Describe(string dataset, string family, string model, string method, int seed)
    {
        var cell = lab.Describe(DetectionTable.MainExperiment, dataset, family, model, method, seed);
        return method == Specialists ? cell : ObjectiveCatalog.Describe(lab.Profile.Objective(method, model)).Aggregate(cell, static (cell, setting) => cell.With($"method.{setting.Key}", setting.Value));
    }

    private RunRecord MeasureOne(Cell cell, Provenance provenance, IDetectorObjective objective, IProgress<ExperimentEvent> progress, CancellationToken cancellation)
    {
        using var teacher = objective is AddObjective ? lab.Trained(cell, new BaselineObjective(), [lab.Data(cell.Dataset).Images.Qualities[0]], progress, cancellation).Detector : null;
        var (detector, training) = lab.Trained(cell, objective is AddObjective add ? add.With(teacher!, add.Teacher) : objective, null, progress, cancellation);
        using (detector)
        {
            var (data, family) = (lab.Data(cell.Dataset), DetectionLab.FamilyOf(cell));
            var (test, jpeg) = (data.Of(family).Test, new PairedJpeg(data.Images));
            progress.Report(new CellStage(cell, "measuring"));
            var video = lab.Score(cell, detector, data.Images, test, cancellation);
            var compressed = lab.Score(cell, detector, jpeg, test, cancellation);
            var result = new DetectionMeasures();
            result.Add(video, "");
            result.AddEach(compressed);
            result.AddBound(DetectorBound.Of(detector, data.Images, test, lab.Precision, cancellation));
            if (data.Families.Count > 1)
            {
                result.AddPooled(lab.Score(cell, detector, data.Images, data.TestWithout(family), cancellation), "cross");
            }
            if (cell.Method != "baseline")
            {
                result.AddGain(video, BaselineScores(cell, data.Images, test, "video", progress, cancellation), "");
                result.AddGain(compressed, BaselineScores(cell, jpeg, test, "jpeg", progress, cancellation), PairedJpeg.Random);
            }
            return result.Record(cell, provenance, training, video);
        }
    }

    // Each sees its own quality only, in training and test; its scores are pooled with the others' as they are.
    private RunRecord MeasureSpecialists(Cell cell, Provenance provenance, IProgress<ExperimentEvent> progress, CancellationToken cancellation)
    {
        var data = lab.Data(cell.Dataset);
        var test = data.Of(DetectionLab.FamilyOf(cell)).Test;
        var (margins, seconds) = (new List<double[]>(), 0.0);
        DetectorTrainingResult? last = null;
        foreach (var quality in data.Images.Qualities)
        {
            var (detector, training) = lab.Trained(cell, new BaselineObjective(), [quality], progress, cancellation);
            using (detector)
            {
                margins.AddRange(lab.Score(cell, detector, new PairedQualities(data.Images, [quality]), test, cancellation).Margins);
            }
            (last, seconds) = (training, seconds + training.Seconds);
        }
        var scores = new DetectorScores(data.Images.Qualities, [.. test.Select(row => data.Images.Frames[row])], margins);
        var result = new DetectionMeasures();
        result.Add(scores, "");
        result.AddGain(scores, BaselineScores(cell, data.Images, test, "video", progress, cancellation), "");
        return result.Record(cell, provenance, last! with { Seconds = seconds }, scores);
    }

    private DetectorScores BaselineScores(Cell cell, IPairedImages images, IReadOnlyList<int> test, string which, IProgress<ExperimentEvent> progress, CancellationToken cancellation)
    {
        var key = $"{cell.Dataset} {DetectionLab.FamilyOf(cell)} {cell.Model} {cell.Seed} {which}";
        if (!baselines.TryGetValue(key, out var scores))
        {
            var (detector, _) = lab.Trained(cell, new BaselineObjective(), null, progress, cancellation);
            using (detector)
            {
                baselines[key] = scores = lab.Score(cell, detector, images, test, cancellation);
            }
        }
        return scores;
    }
}
