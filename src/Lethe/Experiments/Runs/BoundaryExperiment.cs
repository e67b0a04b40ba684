using Lethe.Data;
using Lethe.Embedding;
using Lethe.Experiments.Records;
using Lethe.Metrics;
using Lethe.Models;
using Lethe.Runtime;
using Lethe.Unlearning;
using static TorchSharp.torch;

namespace Lethe.Experiments.Runs;

/// <summary>
/// The t-SNE figure: the same test images as Original, Retrain and LAU see them, in one joint embedding, so that the panels share their axes.
/// The paper does not say what it embeds; LAU leaves the features as they were, so a figure that shows a difference can only be of the
/// logits. Both are computed: the second is the honest counterpart.
/// </summary>
public sealed class BoundaryExperiment : IExperiment
{
    private const int ImagesPerClass = 200;
    private const int FeatureDimensions = 30;
    private const int Neighbours = 12; // of the trustworthiness
    private static readonly TSne Map = new();

    private readonly ExperimentRequest request;
    private readonly UnlearningLab lab;
    private readonly IReadOnlyList<string> datasets, models;

    /// <exception cref="LetheException">The request names something that is not there.</exception>
    public BoundaryExperiment(ExperimentRequest request)
    {
        (this.request, lab) = (request, new(request));
        datasets = UnlearningLab.Chosen(request.Datasets, DatasetCatalog.Names, lab.Profile.Datasets.Contains("cifar10") ? ["cifar10"] : lab.Profile.Datasets, "data set");
        models = UnlearningLab.Chosen(request.Models, ModelCatalog.Names, ["resnet18"], "model");
    }

    public IReadOnlyList<Cell> Plan() =>
    [
        .. from dataset in datasets
           from seed in Enumerable.Range(0, request.Seeds ?? 1)
           from model in models
           select lab.Describe("lau-boundary", dataset, model, "lau", seed, lab.ForgetClass).With(Lau.Robust)
               .With("tsne.perplexity", Map.Perplexity).With("tsne.iterations", Map.Iterations).With("tsne.images", ImagesPerClass),
    ];

    public RunRecord Run(Cell cell, IProgress<ExperimentEvent> progress, CancellationToken cancellation) => lab.Record(cell, provenance =>
    {
        var test = lab.Data(cell.Dataset).Test;
        var original = lab.Original(cell, progress, cancellation);
        using var retrained = lab.Retrained(cell, progress, cancellation);
        using var noGrad = no_grad();
        using var unlearned = original.Copy();
        lab.Forget(cell, unlearned, Lau.Robust, cancellation);

        var labels = test.Labels.cpu().data<long>().ToArray();
        var rows = tensor(FirstOfEachClass(labels), device: test.Device);
        var outputs = new[] { original, retrained, unlearned }.Select(model => Prediction.FeaturesAndLogits(model, test.All(), lab.Precision))
            .Select(all => (Features: all.Features.index_select(0, rows), Logits: all.Logits.index_select(0, rows))).ToList();
        var logits = cat([.. outputs.Select(static output => output.Logits)]);
        var features = cat([outputs[0].Features, outputs[1].Features]);

        progress.Report(new CellStage(cell, "t-SNE of the logits"));
        // A column with a large spread must not outweigh the others: z = (x - mean) / std
        var points = PointSet.Of((logits - logits.mean([0L], keepdim: true)) / (logits.std(0, keepdim: true) + 1e-6));
        var tsne = Map with { Seed = cell.Seed, Perplexity = Math.Min(Map.Perplexity, (points.Count - 1) / 3.0) };
        var ofLogits = tsne.Embed(points, null, cancellation);
        progress.Report(new CellStage(cell, "t-SNE of the features"));
        var reduced = Pca.Reduce(PointSet.Of(features), Math.Min(FeatureDimensions, (int)features.shape[1]));
        var ofFeatures = tsne.Embed(reduced, null, cancellation);

        var count = rows.shape[0];
        return new()
        {
            Cell = cell, Provenance = provenance,
            Metrics = new()
            {
                ["images"] = count,
                ["kl_logits"] = ofLogits.KlDivergence, ["kl_features"] = ofFeatures.KlDivergence,
                ["trust_logits"] = Trustworthiness.Of(points, ofLogits.Points, Neighbours), ["trust_features"] = Trustworthiness.Of(reduced, ofFeatures.Points, Neighbours),
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
    });

    public void Dispose() => lab.Dispose();

    private static long[] FirstOfEachClass(long[] labels) =>
        [.. labels.Select(static (label, row) => (label, row)).GroupBy(static image => image.label).OrderBy(static same => same.Key).SelectMany(static same => same.Take(ImagesPerClass)).Select(static image => (long)image.row)];
}
