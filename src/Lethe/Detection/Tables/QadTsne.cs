using Lethe.Detection.Detectors;
using Lethe.Detection.Evaluation;
using Lethe.Detection.Objectives;
using Lethe.Detection.Runs;
using Lethe.Embedding;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Experiments.Tables;
using Lethe.Faces.Paired;

namespace Lethe.Detection.Tables;

/// <summary>
/// The t-SNE figure: features of the same test frames at every quality, two classes, as the baseline and as QAD see them; with numbers that
/// make its message testable.
/// </summary>
internal sealed class QadTsne() : MetricTable("qad-tsne", "t-SNE of the features at every quality", "tiny")
{
    private static readonly Figure Drawn = new();

    public ExperimentEntry Alone => new(Name, [this], Plan);

    protected override IReadOnlyList<string> Rows => ["baseline", "qad"];

    protected override string ModelTitle(string model) => DetectorCatalog.All.TitleOf(model);

    protected override ResultRow Row(string row, IReadOnlyList<ResultCell> cells) =>
        new(row, TrainingRows.TitleOf(row), cells) { IsOwn = row == "qad" };

    protected override IReadOnlyList<ResultColumn> Columns(string model) =>
        [
            new(model, "images", "images", true, MetricUnit.Samples),
            new(model, "features.ratio", "within / between", false, MetricUnit.Score),
            new(model, "features.silhouette", "silhouette", true, MetricUnit.Score),
            new(model, "trust", "trust", true, MetricUnit.Score),
            new(model, "kl", "KL", false, MetricUnit.Score),
        ];

    protected override IReadOnlyList<string> Notes(IReadOnlyList<string> models) =>
        [
            "within / between: mean distance of one frame's features at two qualities, divided by the mean distance of a real "
                + "and a fake frame: small if quality matters little. silhouette: of the two classes, 1 if far apart, "
                + "0 if one cloud. Both are computed on the features, not on the map. trust: trustworthiness of the map with 12 "
                + "neighbours. KL: what t-SNE minimises.",
        ];

    private Plan Plan(RunContext context)
    {
        var lab = new DetectionLab(context);
        var methods = lab.Methods(["baseline", "qad"]);
        return new(
            lab,
            from dataset in lab.Datasets
            let family = lab.Families(dataset)[0]
            from seed in context.Seeds(1)
            from model in lab.Models
            from method in methods
            let cell = lab.Describe(Name, dataset, family, model, method, seed)
            let objective = lab.Objective(cell)
            select new Job(cell.With("method", objective).With("figure", Drawn), run => Run(lab, run, objective))
            {
                Needs = () => [lab.Need(cell, objective)],
            }
        );
    }

    private static CellResult Run(DetectionLab lab, CellContext run, IDetectorObjective objective)
    {
        var (detector, _) = lab.Trained(run, objective);
        using (detector)
        {
            var (images, test) = lab.Test(run.Cell);
            PairedFrame[] frames = [.. test.Select(row => images.Frames[row])];
            var features = DetectorEvaluation.Features(detector, images, test, lab.Precision, null, run.Cancellation); // M x N x d
            var dispersion = FeatureDispersion.Of(features, frames);
            run.Begin("t-SNE");
            var rows = features.flatten(0, 1);
            var points = PointSet.Of(rows);
            var reduced = Pca.Reduce(points, Math.Min(Drawn.FeatureDimensions, (int)rows.shape[1]));
            var embedding = (
                Drawn.Map with
                {
                    Seed = run.Seed,
                    Perplexity = Math.Min(Drawn.Map.Perplexity, (points.Count - 1) / 3.0),
                }
            ).Embed(reduced, null, run.Cancellation);
            return new()
            {
                Metrics = new()
                {
                    ["images"] = points.Count,
                    ["features.within"] = dispersion.WithinInstance,
                    ["features.between"] = dispersion.BetweenClasses,
                    ["features.ratio"] = dispersion.Ratio,
                    ["features.silhouette"] = dispersion.Silhouette,
                    ["trust"] = Trustworthiness.Of(reduced, embedding.Points, Drawn.Neighbours),
                    ["kl"] = embedding.KlDivergence,
                },
                Arrays = new Dictionary<string, FigureArray>
                {
                    ["points"] = new(embedding.Points.Values.ToArray(), features.shape[0], frames.Length, 2),
                    ["fake"] = new([.. frames.Select(static frame => frame.IsFake ? 1f : 0f)], frames.Length),
                },
            };
        }
    }

    /// <param name="FeatureDimensions">That features are reduced to before.</param>
    /// <param name="Neighbours">Of the trustworthiness.</param>
    internal sealed record Figure(int FeatureDimensions = 30, int Neighbours = 12)
    {
        public TSne Map { get; init; } = new();
    }
}
