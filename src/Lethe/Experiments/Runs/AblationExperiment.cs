using Lethe.Data;
using Lethe.Experiments.Records;
using Lethe.Metrics;
using Lethe.Models;
using Lethe.Runtime;

namespace Lethe.Experiments.Runs;

/// <summary>The variants of an <see cref="Ablation"/> on the networks of the main experiment.</summary>
public sealed class AblationExperiment : IExperiment
{
    private readonly ExperimentRequest request;
    private readonly Ablation ablation;
    private readonly UnlearningLab lab;
    private readonly IReadOnlyList<string> datasets, models;

    /// <exception cref="LetheException">The request names something that is not there, or methods other than LAU alone.</exception>
    public AblationExperiment(ExperimentRequest request, Ablation ablation)
    {
        (this.request, this.ablation, lab) = (request, ablation, new(request));
        // At full size the paper's own data set; the embedded sample stands in for whichever that is.
        IReadOnlyList<string> own = ablation.PaperDataset is { } paper && lab.Profile.Datasets.Contains(paper) ? [paper] : lab.Profile.Datasets;
        datasets = UnlearningLab.Chosen(request.Datasets, DatasetCatalog.Names, own, "data set");
        models = UnlearningLab.Chosen(request.Models, ModelCatalog.Names, ablation.Models, "model");
        if (request.Methods is { } methods && !methods.SequenceEqual(["lau"]))
        {
            throw LetheException.Usage($"{ablation.Name} compares variants of LAU; it has no other methods. Leave --methods out.");
        }
    }

    public IReadOnlyList<Cell> Plan() =>
    [
        .. from dataset in datasets
           from seed in Enumerable.Range(0, request.Seeds ?? 1)
           from model in models
           from variant in ablation.Variants
           select lab.Describe(ablation.Name, dataset, model, "lau", seed, lab.ForgetClass).With("variant", variant.Key).With("forget.share", variant.Share).With(variant.Lau),
    ];

    public RunRecord Run(Cell cell, IProgress<ExperimentEvent> progress, CancellationToken cancellation) => lab.Record(cell, provenance =>
    {
        var variant = ablation.Variants.First(variant => variant.Key == cell.Settings["variant"]);
        var all = lab.Split(cell).ForgetTrain;
        var part = all.Take((int)Math.Round(variant.Share * all.Count), RandomStream.For(cell.Seed, "lau-data-ratio"));
        return lab.Unlearned(cell, provenance, variant.Lau, part, lab.Evaluation(cell, MetricSet.Table), progress, cancellation);
    });

    public void Dispose() => lab.Dispose();
}
