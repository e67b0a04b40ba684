using Lethe.Detection.Detectors;
using Lethe.Detection.Evaluation;
using Lethe.Detection.Objectives;
using Lethe.Embedding;
using Lethe.Experiments.Records;
using Lethe.Faces.Paired;

namespace Lethe.Experiments.Runs;

/// <summary>The t-SNE figure: features of the same test frames at every quality, two classes, as the baseline and as QAD see them; with numbers that make its message testable.</summary>
public sealed class QadTsneExperiment : IExperiment
{
    private const string Name = "qad-tsne";
    private const int Neighbours = 12; // of the trustworthiness
    private static readonly TSne Map = new();

    private readonly DetectionLab lab;
    private readonly IReadOnlyList<string> models, methods;

    /// <exception cref="Runtime.LetheException">The request names something that is not there.</exception>
    public QadTsneExperiment(ExperimentRequest request)
    {
        lab = new(request with { Seeds = request.Seeds ?? 1 });
        models = UnlearningLab.Chosen(request.Models, DetectorCatalog.Names, lab.Profile.Models, "detector");
        methods = UnlearningLab.Chosen(request.Methods, ObjectiveCatalog.Names, ["baseline", "qad"], "training objective");
    }

    public IReadOnlyList<Cell> Plan() =>
    [
        .. from dataset in lab.Datasets
           let family = lab.Families(dataset)[0]
           from seed in Enumerable.Range(0, lab.Seeds)
           from model in models
           from method in methods
           select ObjectiveCatalog.Describe(lab.Profile.Objective(method, model)).Aggregate(lab.Describe(Name, dataset, family, model, method, seed), static (cell, setting) => cell.With($"method.{setting.Key}", setting.Value))
               .With("tsne.perplexity", Map.Perplexity).With("tsne.iterations", Map.Iterations),
    ];

    public RunRecord Run(Cell cell, IProgress<ExperimentEvent> progress, CancellationToken cancellation) => lab.Record(cell, provenance =>
    {
        var (detector, _) = lab.Trained(cell, lab.Profile.Objective(cell.Method, cell.Model), null, progress, cancellation);
        using (detector)
        {
            var data = lab.Data(cell.Dataset);
            var test = data.Of(DetectionLab.FamilyOf(cell)).Test;
            PairedFrame[] frames = [.. test.Select(row => data.Images.Frames[row])];
            var features = DetectorEvaluation.Features(detector, data.Images, test, lab.Precision, null, cancellation); // M x N x d
            var dispersion = FeatureDispersion.Of(features, frames);
            progress.Report(new CellStage(cell, "t-SNE"));
            var rows = features.flatten(0, 1);
            var points = PointSet.Of(rows);
            var reduced = Pca.Reduce(points, Math.Min(30, (int)rows.shape[1]));
            var embedding = (Map with { Seed = cell.Seed, Perplexity = Math.Min(Map.Perplexity, (points.Count - 1) / 3.0) }).Embed(reduced, null, cancellation);
            return new()
            {
                Cell = cell, Provenance = provenance,
                Metrics = new()
                {
                    ["images"] = points.Count, ["features.within"] = dispersion.WithinInstance, ["features.between"] = dispersion.BetweenClasses, ["features.ratio"] = dispersion.Ratio,
                    ["features.silhouette"] = dispersion.Silhouette, ["trust"] = Trustworthiness.Of(reduced, embedding.Points, Neighbours), ["kl"] = embedding.KlDivergence,
                },
                Arrays = new Dictionary<string, FigureArray>
                {
                    ["points"] = new(embedding.Points.Values.ToArray(), features.shape[0], frames.Length, 2),
                    ["fake"] = new([.. frames.Select(static frame => frame.IsFake ? 1f : 0f)], frames.Length),
                },
            };
        }
    });

    public void Dispose() => lab.Dispose();
}
