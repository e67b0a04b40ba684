using Lethe.Data;
using Lethe.Experiments.Records;
using Lethe.Metrics;
using Lethe.Models;
using Lethe.Runtime;
using Lethe.Unlearning;

namespace Lethe.Experiments.Runs;

/// <summary>
/// The experiment behind the tables that compare methods with Layer Attack Unlearning: train an original, forget one class by each method,
/// measure.
/// </summary>
public sealed class LauExperiment : IExperiment
{
    private readonly ExperimentRequest request;
    private readonly UnlearningLab lab;
    private readonly IReadOnlyList<string> models, methods, datasets;
    private readonly bool everyClass;

    private LauExperiment(ExperimentRequest request, IReadOnlyList<string> ownModels, IReadOnlyList<string>? ownMethods, bool everyClass)
    {
        (this.request, this.everyClass) = (request, everyClass && request.ForgetClass is null);
        lab = new(request);
        datasets = UnlearningLab.Chosen(request.Datasets, DatasetCatalog.Names, lab.Profile.Datasets, "data set");
        models = UnlearningLab.Chosen(request.Models, ModelCatalog.Names, ownModels, "model");
        methods = UnlearningLab.Chosen(request.Methods, Labels.Methods, ownMethods ?? lab.Profile.Methods, "method");
    }

    /// <summary>Utility and efficiency: all methods on all models, one class.</summary>
    /// <exception cref="LetheException">The request names something that is not there.</exception>
    public static LauExperiment OneClass(ExperimentRequest request) => new(request, ModelCatalog.Names, null, everyClass: false);

    /// <summary>What those tables do not show, for each class in turn: one model; the original, the ideal, LAU, and the mask that learns nothing.</summary>
    /// <exception cref="LetheException">The request names something that is not there.</exception>
    public static LauExperiment EveryClass(ExperimentRequest request) => new(request, ["vgg16"], ["original", "retrain", "lau", "logit-mask"], everyClass: true);

    public IReadOnlyList<Cell> Plan() =>
    [
        .. from dataset in datasets
           from seed in Enumerable.Range(0, request.Seeds ?? 1)
           from model in models
           from forgetClass in everyClass ? Enumerable.Range(0, lab.Data(dataset).Classes) : [lab.ForgetClass]
           from method in methods
           select Describe(dataset, seed, model, method, forgetClass),
    ];

    public RunRecord Run(Cell cell, IProgress<ExperimentEvent> progress, CancellationToken cancellation) => lab.Record(cell, provenance =>
    {
        var evaluation = lab.Evaluation(cell, MetricSet.Full);
        return cell.Method is "original" or "retrain"
            ? lab.Trained(cell, provenance, cell.Method is "retrain", evaluation, progress, cancellation)
            : lab.Unlearned(cell, provenance, UnlearningCatalog.Create(cell.Method, cell.Profile), lab.Split(cell).ForgetTrain, evaluation, progress, cancellation);
    });

    public void Dispose() => lab.Dispose();

    private Cell Describe(string dataset, int seed, string model, string method, int forgetClass)
    {
        var cell = lab.Describe("lau", dataset, model, method, seed, forgetClass);
        return method is "original" or "retrain" ? cell : cell.With(UnlearningCatalog.Create(method, cell.Profile));
    }
}
