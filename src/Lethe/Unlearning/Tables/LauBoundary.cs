using Lethe.Embedding;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Experiments.Tables;
using Lethe.Metrics;
using Lethe.Unlearning.Runs;
using TorchSharp;
using static Lethe.Experiments.Tables.MetricUnit;

namespace Lethe.Unlearning.Tables;

/// <summary>
/// The t-SNE figure: the same test images as Original, Retrain and LAU see them, in one joint embedding, so that the panels share their
/// axes. The paper does not say what it embeds; LAU leaves the features as they were, so a figure that shows a difference can only be of
/// the logits. Both are computed: the second is the honest counterpart.
/// </summary>
internal sealed class LauBoundary() : LauMetricTable("lau-boundary", "t-SNE of Original, Retrain and LAU", "resnet18")
{
    private static readonly Figure Drawn = new();

    public ExperimentEntry Alone => new(Name, [this], Plan);

    protected override IReadOnlyList<ResultColumn> Columns(string model) =>
        [
            Samples.Up("images"),
            Score.Up("trust_logits", "trust, logits"),
            Score.Up("trust_features", "trust, features"),
            Score.Down("kl_logits", "KL, logits"),
            Score.Down("moved_features", "features moved"),
        ];

    protected override IReadOnlyList<string> Notes(IReadOnlyList<string> models) =>
        [
            "One joint embedding of the three networks' logits, and one of their features. trust: trustworthiness of the "
                + "embedding with 12 neighbours, 1 is best. KL: what t-SNE minimises. "
                + "features moved: largest change of a feature by LAU; it is 0, because LAU changes only the head.",
        ];

    private Plan Plan(RunContext context)
    {
        var lab = new UnlearningLab(context);
        var cells = lab.Cells(Name, context.Profile.Datasets is [_, .., "cifar10"] ? ["cifar10"] : context.Profile.Datasets, [Model]);
        return new(
            lab,
            cells.Select(cell => new Job(cell.With("method", Lau.Robust).With("figure", Drawn), run => Run(lab, run))
            {
                Needs = () => lab.Needs(cell, withRetrained: true),
            })
        );
    }

    private static CellResult Run(UnlearningLab lab, CellContext run)
    {
        var test = lab.Data(run.Cell.Dataset).Test;
        var original = lab.Original(run);
        using var retrained = lab.Retrained(run);
        using var noGrad = no_grad();
        using var unlearned = lab.Unlearner(run, Lau.Robust).Apply(original).Model;

        var labels = test.Labels.cpu().data<long>().ToArray();
        var rows = tensor(FirstOfEachClass(labels), device: test.Device);
        var outputs = new[] { original, retrained, unlearned }
            .Select(model => Prediction.FeaturesAndLogits(model, test.All(), lab.Precision))
            .Select(all => (Features: all.Features.index_select(0, rows), Logits: all.Logits.index_select(0, rows)))
            .ToList();
        var logits = cat([.. outputs.Select(static output => output.Logits)]);
        var features = cat([outputs[0].Features, outputs[1].Features]);

        run.Begin("t-SNE of the logits");
        // A column with a large spread must not outweigh the others: z = (x - mean) / std
        var points = PointSet.Of((logits - logits.mean([0L], keepdim: true)) / (logits.std(0, keepdim: true) + 1e-6));
        var tsne = Drawn.Map with { Seed = run.Seed, Perplexity = Math.Min(Drawn.Map.Perplexity, (points.Count - 1) / 3.0) };
        var ofLogits = tsne.Embed(points, null, run.Cancellation);
        run.Begin("t-SNE of the features");
        var reduced = Pca.Reduce(PointSet.Of(features), Math.Min(Drawn.FeatureDimensions, (int)features.shape[1]));
        var ofFeatures = tsne.Embed(reduced, null, run.Cancellation);

        var count = rows.shape[0];
        return new()
        {
            Metrics = new()
            {
                ["images"] = count,
                ["kl_logits"] = ofLogits.KlDivergence,
                ["kl_features"] = ofFeatures.KlDivergence,
                ["trust_logits"] = Trustworthiness.Of(points, ofLogits.Points, Drawn.Neighbours),
                ["trust_features"] = Trustworthiness.Of(reduced, ofFeatures.Points, Drawn.Neighbours),
                ["moved_features"] = (outputs[0].Features - outputs[2].Features).abs().max().item<float>(),
            },
            Arrays = new Dictionary<string, FigureArray>
            {
                ["logits"] = new(ofLogits.Points.Values.ToArray(), 3, count, 2),
                ["features"] = new(ofFeatures.Points.Values.ToArray(), 2, count, 2),
                ["labels"] = new([.. rows.cpu().data<long>().ToArray().Select(row => (float)labels[row])], count),
                ["predicted"] = new(logits.argmax(1).to(ScalarType.Float32).cpu().data<float>().ToArray(), 3, count),
            },
        };
    }

    private static long[] FirstOfEachClass(long[] labels) =>
        [
            .. labels
                .Select(static (label, row) => (label, row))
                .GroupBy(static image => image.label)
                .OrderBy(static same => same.Key)
                .SelectMany(static same => same.Take(Drawn.ImagesPerClass))
                .Select(static image => (long)image.row),
        ];

    /// <summary>What the figure is drawn from.</summary>
    /// <param name="ImagesPerClass">The first of each class.</param>
    /// <param name="FeatureDimensions">That features are reduced to before.</param>
    /// <param name="Neighbours">Of the trustworthiness.</param>
    internal sealed record Figure(int ImagesPerClass = 200, int FeatureDimensions = 30, int Neighbours = 12)
    {
        public TSne Map { get; init; } = new();
    }
}
