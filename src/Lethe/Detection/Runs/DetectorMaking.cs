using Lethe.Detection.Detectors;
using Lethe.Detection.Evaluation;
using Lethe.Detection.Explain;
using Lethe.Detection.Objectives;
using Lethe.Detection.Verdicts;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Faces.Finders;
using Lethe.Faces.Paired;
using Lethe.Runtime;
using static TorchSharp.torch;

namespace Lethe.Detection.Runs;

/// <summary>
/// Trains one detector on every family of forgeries of a set and makes a package for use of it: calibrated, with a band in which it is
/// unsure, the frequencies of real
/// crops, and a model card whose numbers come from its record.
/// </summary>
public sealed class DetectorMaking : IDisposable
{
    /// <summary>In the records.</summary>
    public const string Experiment = "detector";

    /// <summary>On validation, so many real frames may lie above the band, and known forgeries below it.</summary>
    private const double Wrong = 0.05;

    private readonly DetectionLab lab;
    private readonly IDetectorObjective objective;

    /// <param name="request">One set, one network, one objective; the number of seeds is one more than the seed that is used.</param>
    /// <exception cref="LetheException">The request names something that is not there, or several of something
    /// (<see cref="ExitCode.Usage"/>).</exception>
    public DetectorMaking(ExperimentRequest request)
    {
        var context = new RunContext(request);
        lab = new(context);
        var methods = lab.Methods(["qad"]);
        if (lab.Datasets.Count != 1 || lab.Models.Count != 1 || methods.Count != 1)
        {
            throw LetheException.Usage("One detector is made at a time: name one set, one network and one objective.");
        }
        objective = context.Profile.Objective(methods[0], lab.Models[0]);
        Cell = lab.Describe(Experiment, lab.Datasets[0], DetectionData.EveryFamily, lab.Models[0], methods[0], (request.Seeds ?? 1) - 1)
            .With("method", objective)
            .With("wrong", Wrong);
    }

    /// <summary>What decides the detector.</summary>
    public Cell Cell { get; }

    /// <summary>True if <paramref name="file"/> is a detector that came of this cell.</summary>
    public bool Made(string file)
    {
        try
        {
            using var package = DetectorPackage.Open(file);
            return package.Facts.TrainingRecord == Cell.Id;
        }
        catch (LetheException error) when (error.ExitCode is ExitCode.BadFile)
        {
            return false;
        }
    }

    /// <summary>Trains, or goes on where it was stopped, and measures. The package is the caller's.</summary>
    public (DetectorPackage Package, RunRecord Record) Make(IProgress<ExperimentEvent> progress, CancellationToken cancellation)
    {
        var run = new CellContext(Cell, progress, cancellation);
        var (detector, training) = lab.Trained(run, objective);
        try
        {
            run.Begin("measuring");
            DetectorPackage.Round(detector);
            var data = lab.Data(Cell.Dataset);
            var split = data.Of(DetectionData.EveryFamily);
            var validation = lab.Score(run, detector, data.Images, split.Validation);
            var calibration = Calibration.FitPlatt(validation, balanced: true);
            var band = UnsureBand.Fit(validation.Calibrated(calibration), Wrong);

            var test = lab.Score(run, detector, data.Images, split.Test).Calibrated(calibration);
            var measures = new DetectionMeasures();
            measures.Add(test, "");
            measures.AddEach(lab.Score(run, detector, new PairedJpeg(data.Images), split.Test).Calibrated(calibration));
            foreach (var family in data.Families)
            {
                measures.AddPooled(test.Where(frame => !frame.IsFake || frame.Family == family), family);
            }
            measures.AddVerdicts(test, band);
            var record = measures.Result(training, test).Record(Cell, lab.Provenance(Cell));

            var real = RealCrops(data.Images, split.Validation);
            using var faces = new HaarFinder();
            var facts = DetectorCard.Facts(record, detector, data.Images, data.Families, split) with
            {
                Calibration = calibration,
                Band = band,
                Margin = FaceCrop.MarginOf(real, data.Images.Side, faces),
            };
            return (new(detector, facts, SpectrumReference.Of([.. real.Select(crop => FrequencyView.Of(crop, data.Images.Side))])), record);
        }
        catch
        {
            detector.Dispose();
            throw;
        }
    }

    public void Dispose() => lab.Dispose();

    // At the least compressed quality.
    private static List<byte[]> RealCrops(IPairedImages images, IReadOnlyList<int> rows)
    {
        var crops = new List<byte[]>();
        foreach (var row in rows.Where(row => !images.Frames[row].IsFake))
        {
            using var scope = NewDisposeScope();
            crops.Add(images.Read([row])[0][0].permute(1, 2, 0).contiguous().cpu().data<byte>().ToArray());
        }
        return crops;
    }
}
