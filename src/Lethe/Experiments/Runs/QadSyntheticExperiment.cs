using Lethe.Detection.Detectors;
using Lethe.Detection.Objectives;
using Lethe.Experiments.Records;
using Lethe.Faces.Sets;
using Lethe.Runtime;

namespace Lethe.Experiments.Runs;

/// <summary>Detectors that were trained on one family of forgeries, on faces that a network made whole: there is no seam and no donor to find. Nothing is trained on these.</summary>
public sealed class QadSyntheticExperiment : IExperiment
{
    internal const string Name = "qad-synthetic";

    /// <summary>Made with <c>lethe faces make --stylegan2</c>.</summary>
    public const string TestSet = "faces-stylegan2";

    private readonly DetectionLab lab;
    private readonly IReadOnlyList<string> models, methods;

    /// <exception cref="LetheException">The request names something that is not there.</exception>
    public QadSyntheticExperiment(ExperimentRequest request)
    {
        lab = new(request);
        models = UnlearningLab.Chosen(request.Models, DetectorCatalog.Names, lab.Profile.Models, "detector");
        methods = UnlearningLab.Chosen(request.Methods, ObjectiveCatalog.Names, lab.Profile.Methods, "training objective");
    }

    public IReadOnlyList<Cell> Plan() =>
    [
        .. from dataset in lab.Datasets
           from family in lab.Families(dataset)
           from seed in Enumerable.Range(0, lab.Seeds)
           from model in models
           from method in methods
           select ObjectiveCatalog.Describe(lab.Profile.Objective(method, model)).Aggregate(lab.Describe(Name, dataset, family, model, method, seed).With("test", TestSet), static (cell, setting) => cell.With($"method.{setting.Key}", setting.Value)),
    ];

    public RunRecord Run(Cell cell, IProgress<ExperimentEvent> progress, CancellationToken cancellation) => lab.Record(cell, provenance =>
    {
        var (detector, training) = lab.Trained(cell, lab.Profile.Objective(cell.Method, cell.Model), null, progress, cancellation);
        using (detector)
        {
            var test = TestData(cell.Dataset);
            progress.Report(new CellStage(cell, "measuring"));
            var scores = lab.Score(cell, detector, test.Images, test.Of(FilmSetBuilder.WholeFaces).Test, cancellation);
            var result = new DetectionMeasures();
            result.Add(scores, "");
            return result.Record(cell, provenance, training, scores) with { Notes = [$"test: {test.Images.Title}"] };
        }
    });

    public void Dispose() => lab.Dispose();

    private DetectionData TestData(string dataset)
    {
        var (own, test) = (lab.Data(dataset).Images, lab.Data(TestSet));
        return test.Images.Side == own.Side && test.Images.Qualities.SequenceEqual(own.Qualities)
            ? test
            : throw LetheException.Usage($"{Labels.Of(TestSet)} has crops of {test.Images.Side} pixels at {string.Join(", ", test.Images.Qualities)}, the detectors read {own.Side} at {string.Join(", ", own.Qualities)}. Make it again with 'lethe faces make --stylegan2' and --crop {own.Side}.");
    }
}
