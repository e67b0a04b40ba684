using Lethe.Detection.Evaluation;
using Lethe.Detection.Objectives;
using Lethe.Detection.Runs;
using Lethe.Detection.Training;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Faces.Paired;

namespace Lethe.Detection.Tables;

/// <summary>
/// The experiment behind the tables of detectors: train one on the forgeries of one family at every quality, and measure it pooled, quality
/// by quality, after JPEG compression and on the other families. A cell serves all tables, so that no training is repeated for one.
/// </summary>
internal sealed class QadExperiment
{
    /// <summary>In the records.</summary>
    public const string Name = "qad";

    private readonly DetectionLab lab;
    private readonly Dictionary<string, DetectorScores> baselines = []; // by dataset, family, model, seed and test

    private QadExperiment(DetectionLab lab) => this.lab = lab;

    /// <summary>Baseline, HSIC, AWP-XE and QAD on every family.</summary>
    public static ExperimentEntry Main =>
        new(
            Name,
            [new QadVideo(), new QadQuality(), new QadScores(), new QadJpeg(), new QadJpegCurve(), new QadBound(), new QadCross()],
            static context => Plan(context, context.Profile.Methods)
        );

    /// <summary>Three specialists that are told the quality, against one QAD that is not.</summary>
    public static ExperimentEntry Aware =>
        new("qad-aware", [new QadAware()], static context => Plan(context, ["baseline", TrainingRows.Specialists, "qad"]));

    /// <summary>All losses of the ablation, on the hardest family.</summary>
    public static ExperimentEntry Losses =>
        new(
            "qad-losses",
            [new QadLosses()],
            static context =>
                Plan(context, ["baseline", "soft-label", "pairwise", "center", "hsic", "awp-kl", "awp-xe", "qad"], QadLosses.Hardest)
        );

    private static Plan Plan(RunContext context, IReadOnlyList<string> own, string? only = null)
    {
        var lab = new DetectionLab(context);
        var (methods, experiment) = (lab.Methods(own, TrainingRows.Specialists), new QadExperiment(lab));
        return new(
            lab,
            lab.Cells(Name, methods, family => only is null || Family.All.PublishedName(family) == only).Select(experiment.JobOf)
        );
    }

    private Job JobOf(Cell cell)
    {
        if (cell.Method == TrainingRows.Specialists)
        {
            return new(cell, MeasureSpecialists);
        }
        var objective = lab.Objective(cell);
        return new(cell.With("method", objective), run => MeasureOne(run, objective));
    }

    private CellResult MeasureOne(CellContext run, IDetectorObjective objective)
    {
        var (data, family) = (lab.Data(run.Cell.Dataset), DetectionLab.FamilyOf(run.Cell));
        using var teacher =
            objective is AddObjective ? lab.Trained(run, new BaselineObjective(), [data.Images.Qualities[0]]).Detector : null;
        var (detector, training) = lab.Trained(run, objective is AddObjective add ? add.With(teacher!, add.Teacher) : objective);
        using (detector)
        {
            var (test, jpeg) = (data.Of(family).Test, new PairedJpeg(data.Images));
            run.Begin("measuring");
            var video = lab.Score(run, detector, data.Images, test);
            var compressed = lab.Score(run, detector, jpeg, test);
            var result = new DetectionMeasures();
            result.Add(video, "");
            result.AddEach(compressed);
            result.AddBound(DetectorBound.Of(detector, data.Images, test, lab.Precision, run.Cancellation));
            if (data.Families.Count > 1)
            {
                result.AddPooled(lab.Score(run, detector, data.Images, data.TestWithout(family)), "cross");
            }
            if (run.Cell.Method != "baseline")
            {
                result.AddGain(video, BaselineScores(run, data.Images, test, "video"), "");
                result.AddGain(compressed, BaselineScores(run, jpeg, test, "jpeg"), PairedJpeg.Random);
            }
            return result.Result(training, video);
        }
    }

    // Each sees its own quality only, in training and test; its scores are pooled with the others' as they are.
    private CellResult MeasureSpecialists(CellContext run)
    {
        var data = lab.Data(run.Cell.Dataset);
        var test = data.Of(DetectionLab.FamilyOf(run.Cell)).Test;
        var (margins, seconds) = (new List<double[]>(), 0.0);
        DetectorTrainingResult? last = null;
        foreach (var quality in data.Images.Qualities)
        {
            var (detector, training) = lab.Trained(run, new BaselineObjective(), [quality]);
            using (detector)
            {
                margins.AddRange(lab.Score(run, detector, new PairedQualities(data.Images, [quality]), test).Margins);
            }
            (last, seconds) = (training, seconds + training.Seconds);
        }
        var scores = new DetectorScores(data.Images.Qualities, [.. test.Select(row => data.Images.Frames[row])], margins);
        var result = new DetectionMeasures();
        result.Add(scores, "");
        result.AddGain(scores, BaselineScores(run, data.Images, test, "video"), "");
        return result.Result(last! with { Seconds = seconds }, scores);
    }

    private DetectorScores BaselineScores(CellContext run, IPairedImages images, IReadOnlyList<int> test, string which)
    {
        var key = $"{run.Cell.Dataset} {DetectionLab.FamilyOf(run.Cell)} {run.Cell.Model} {run.Seed} {which}";
        if (!baselines.TryGetValue(key, out var scores))
        {
            var (detector, _) = lab.Trained(run, new BaselineObjective());
            using (detector)
            {
                baselines[key] = scores = lab.Score(run, detector, images, test);
            }
        }
        return scores;
    }
}
