using Lethe.Detection.Evaluation;
using Lethe.Detection.Explain;
using Lethe.Detection.Objectives;
using Lethe.Detection.Verdicts;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Faces.Finders;
using Lethe.Faces.Paired;

namespace Lethe.Detection.Runs;

/// <summary>Trains one detector on every family of forgeries of a set and makes a package of it: calibrated, with a band in which it is
/// unsure, the frequencies of real crops, and a model card whose numbers come from its record.</summary>
public sealed class DetectorMaking : IDisposable
{
    public const string Experiment = "detector";

    /// <summary>On validation, so many real frames may lie above the band, and known forgeries below it.</summary>
    private const double Wrong = 0.05;

    private readonly DetectionLab lab;
    private readonly IDetectorObjective objective;
    private readonly string file;

    /// <param name="request">One set, one network, one objective; the profile's first where it says none.</param>
    /// <param name="file">The package to write.</param>
    /// <exception cref="LetheException">The request names something that is not there, or several of something.</exception>
    public DetectorMaking(ExperimentRequest request, string file, int seed)
    {
        if (Path.GetExtension(file) != ".safetensors")
        {
            throw LetheException.Usage($"--out {file}: a detector is written as a .safetensors file.");
        }
        if (request.Datasets?.Count > 1 || request.Models?.Count > 1 || request.Methods?.Count > 1)
        {
            throw LetheException.Usage("One detector is made at a time: name one set, one network and one objective.");
        }
        (lab, this.file, Records) = (new(new(request)), file, new(request.Out));
        var method = lab.Methods(["qad"])[0];
        Cell = lab.Describe(Experiment, lab.Datasets[0], DetectionData.EveryFamily, lab.Models[0], method, seed);
        objective = lab.Objective(Cell);
        Cell = Cell.With("method", objective).With("wrong", Wrong);
    }

    public static IReadOnlyList<string> Datasets => DetectionLab.AllDatasets;

    /// <summary>What decides the detector.</summary>
    public Cell Cell { get; }

    public RecordStore Records { get; }

    /// <summary>The record, if the file is there already and was made with these very settings; null if there is something to do.</summary>
    /// <exception cref="LetheException">The file is another one (<see cref="ExitCode.Unwritable"/>).</exception>
    public RunRecord? Done() =>
        !File.Exists(file) ? null
        : IsOurs() ? Records.Find(Cell.Id)
        : throw LetheException.Unwritable(
            $"{Path.GetFullPath(file)} is there already. Choose another file with --out, or overwrite it with --force."
        );

    /// <summary>Trains, or goes on where it was stopped, measures, and writes package, card and record.</summary>
    public RunRecord Make(IProgress<ExperimentEvent> progress, CancellationToken cancellation)
    {
        var run = new CellContext(Cell, progress, cancellation);
        var (detector, training) = lab.Trained(run, objective);
        using (detector)
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
            measures.Add(test);
            measures.AddEach(lab.Score(run, detector, new PairedJpeg(data.Images), split.Test).Calibrated(calibration));
            foreach (var family in data.Families)
            {
                measures.AddPooled(test.Where(frame => !frame.IsFake || frame.Family == family), family);
            }
            measures.AddVerdicts(test, band);
            var record = measures.Result(training, test).Record(Cell, lab.Provenance(Cell));

            var (real, side) = (RealCrops(data.Images, split.Validation), data.Images.Side);
            using var faces = new HaarFinder();
            var facts = DetectorCard.Facts(record, detector, data, split) with
            {
                Calibration = calibration,
                Band = band,
                Margin = FaceCrop.MarginOf(real, side, faces),
            };
            // The file first: as long as its record is missing, the same command goes on from here.
            new DetectorPackage(detector, facts, SpectrumReference.Of([.. real.Select(crop => FrequencyView.Of(crop, side))])).Save(file);
            Records.AppendOnce(record);
            Records.Fold();
            return record;
        }
    }

    public void Dispose() => lab.Dispose();

    private bool IsOurs()
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
