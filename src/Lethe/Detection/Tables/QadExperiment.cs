using Lethe.Detection.Detectors;
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
    public const string Name = "qad";

    private readonly DetectionLab lab;
    private readonly Dictionary<string, DetectorScores> baselines = []; // by dataset, family, model, seed and test

    private QadExperiment(DetectionLab lab) => this.lab = lab;

    /// <summary>Baseline, HSIC, AWP-XE and QAD on every family.</summary>
    public static ExperimentEntry Main =>
        new(
            Name,
            [new QadVideo(), new QadQuality(), new QadScores(), new QadJpeg(), new QadJpegCurve(), new QadBound(), new QadCross()],
            static context => Plan(context, null)
        );

    public static ExperimentEntry Aware =>
        new("qad-aware", [new QadAware()], static context => Plan(context, ["baseline", TrainingRows.Specialists, "qad"]));

    /// <summary>All losses of the ablation, on the hardest family.</summary>
    public static ExperimentEntry Losses =>
        new(
            "qad-losses",
            [new QadLosses()],
            static context =>
                Plan(context, ["baseline", "soft-label", "pairwise", "center", "hsic", "awp-kl", "awp-xe", "qad"], QadLosses.IsHardest)
        );

    private static Plan Plan(RunContext context, IReadOnlyList<string>? methods, Func<string, bool>? families = null)
    {
        var lab = new DetectionLab(context);
        var experiment = new QadExperiment(lab);
        methods = lab.Methods(methods ?? lab.UsualMethods, TrainingRows.Specialists);
        return new(lab, lab.Cells(Name, methods, families).Select(experiment.JobOf));
    }

    private Job JobOf(Cell cell)
    {
        if (cell.Method == TrainingRows.Specialists)
        {
            return new(cell, MeasureSpecialists) { Needs = () => [.. Specialists(cell), lab.Need(cell, new BaselineObjective())] };
        }
        var objective = lab.Objective(cell);
        return new(cell.With("method", objective), run => MeasureOne(run, objective)) { Needs = () => Needs(cell, objective) };
    }

    // A gain is over the baseline.
    private IEnumerable<TrainingJob> Needs(Cell cell, IDetectorObjective objective)
    {
        if (objective is AddObjective add)
        {
            yield return Teacher(cell);
            yield return lab.Need(cell, objective) with
            {
                Run = run =>
                {
                    using var teacher = Teacher(run);
                    Student(run, add, teacher).Detector.Dispose();
                },
            };
        }
        else
        {
            yield return lab.Need(cell, objective);
        }
        if (cell.Method != "baseline")
        {
            yield return lab.Need(cell, new BaselineObjective());
        }
    }

    private IEnumerable<TrainingJob> Specialists(Cell cell) =>
        lab.Data(cell.Dataset).Images.Qualities.Select(quality => lab.Need(cell, new BaselineObjective(), [quality]));

    // Of the pictures in full quality.
    private TrainingJob Teacher(Cell cell) => lab.Need(cell, new BaselineObjective(), [lab.Data(cell.Dataset).Images.Qualities[0]]);

    private Detector Teacher(CellContext run) =>
        lab.Trained(run, new BaselineObjective(), [lab.Data(run.Cell.Dataset).Images.Qualities[0]]).Detector;

    private (Detector Detector, DetectorTrainingResult Training) Student(CellContext run, AddObjective add, Detector teacher) =>
        lab.Trained(run, add.With(teacher, add.Teacher));

    private CellResult MeasureOne(CellContext run, IDetectorObjective objective)
    {
        var (data, (images, test)) = (lab.Data(run.Cell.Dataset), lab.Test(run.Cell));
        using var teacher = objective is AddObjective ? Teacher(run) : null;
        var (detector, training) = objective is AddObjective add ? Student(run, add, teacher!) : lab.Trained(run, objective);
        using (detector)
        {
            var jpeg = new PairedJpeg(images);
            run.Begin("measuring");
            var video = lab.Score(run, detector, images, test);
            var compressed = lab.Score(run, detector, jpeg, test);
            var result = new DetectionMeasures();
            result.Add(video);
            result.AddEach(compressed);
            result.AddBound(detector, images, test, lab.Precision, run.Cancellation);
            if (data.Families.Count > 1)
            {
                result.AddPooled(lab.Score(run, detector, images, data.TestWithout(DetectionLab.FamilyOf(run.Cell))), "cross");
            }
            if (run.Cell.Method != "baseline")
            {
                result.AddGain(video, BaselineScores(run, images, test));
                result.AddGain(compressed, BaselineScores(run, jpeg, test), PairedJpeg.Random);
            }
            return result.Result(training, video);
        }
    }

    // Each sees its own quality only, in training and test; its scores are pooled with the others' as they are.
    private CellResult MeasureSpecialists(CellContext run)
    {
        var (images, test) = lab.Test(run.Cell);
        var (margins, seconds) = (new List<double[]>(), 0.0);
        DetectorTrainingResult? last = null;
        foreach (var quality in images.Qualities)
        {
            var (detector, training) = lab.Trained(run, new BaselineObjective(), [quality]);
            using (detector)
            {
                margins.AddRange(lab.Score(run, detector, new PairedQualities(images, [quality]), test).Margins);
            }
            (last, seconds) = (training, seconds + training.Seconds);
        }
        var scores = new DetectorScores(images.Qualities, [.. test.Select(row => images.Frames[row])], margins);
        var result = new DetectionMeasures();
        result.Add(scores);
        result.AddGain(scores, BaselineScores(run, images, test));
        return result.Result(last! with { Seconds = seconds }, scores);
    }

    private DetectorScores BaselineScores(CellContext run, IPairedImages images, IReadOnlyList<int> test)
    {
        var key = $"{run.Cell.Dataset} {DetectionLab.FamilyOf(run.Cell)} {run.Cell.Model} {run.Seed} {images is PairedJpeg}";
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
