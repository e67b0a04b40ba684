using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Metrics;
using Lethe.Metrics.Ensembles;
using Lethe.Models;
using Lethe.Unlearning.Runs;
using TorchSharp;

namespace Lethe.Unlearning.Oracles;

/// <summary>
/// <see cref="ZeroRetrainForgetting"/> of an ensemble, and what part of its spread, and of that of the accuracy on D_tr, each of the three
/// seeds makes.
/// <list type="bullet">
/// <item><c>zrf</c>; <c>zrf_gap</c>, its distance to the oracles' mean; <c>zrf_deviations</c>, that in standard deviations of the
/// oracles.</item>
/// <item><c>zrf.training</c>, <c>zrf.unlearning</c>, <c>zrf.evaluation</c>: shares of the variance, percent; <c>zrf.error</c>: standard
/// error of the mean; likewise <c>D_tr.training</c> and so on.</item>
/// </list>
/// </summary>
internal sealed class ZrfLevels : IDisposable
{
    private readonly UnlearningLab lab;
    private readonly CellContext run;
    private readonly EnsembleDesign design;
    private readonly EvaluationImages images;
    private readonly List<Tensor> random = [];

    public ZrfLevels(UnlearningLab lab, CellContext run, EnsembleDesign design, EvaluationImages images)
    {
        (this.lab, this.run, this.design, this.images) = (lab, run, design, images);
        var spec = lab.Context.Profile.Spec(run.Cell.Model, lab.Data(run.Cell.Dataset));
        for (var k = 0; k < design.EvaluationSeeds; k++)
        {
            manual_seed(EnsembleDesign.EvaluationSeed(k));
            using var fresh = ModelCatalog.Create(spec);
            fresh.to(lab.Context.Device).eval();
            random.Add(Forgotten(images.Ask(fresh)).DetachFromDisposeScope());
        }
    }

    public void AddTo(
        SortedDictionary<string, double> values,
        Dictionary<string, FigureArray> arrays,
        EnsembleLogits logits,
        EnsembleLogits oracle
    )
    {
        using var scope = NewDisposeScope();
        var (own, goal) = (All(logits), All(oracle));
        var (mean, variance) = (goal.Average(), goal.Sum(one => (one - goal.Average()) * (one - goal.Average())) / (goal.Count - 1));
        values["zrf"] = own.Average();
        values["zrf_gap"] = Math.Abs(own.Average() - mean);
        values["zrf_deviations"] = Math.Abs(own.Average() - mean) / Math.Sqrt(variance);
        arrays["zrf"] = new([.. own.Select(static one => (float)one)], own.Count);
    }

    /// <param name="logits">Of the ensemble, whose unlearning seeds are the first of each.</param>
    /// <param name="first">Its accuracies on all of D_tr, as many as there are training seeds.</param>
    public void AddLevels(
        SortedDictionary<string, double> values,
        Dictionary<string, FigureArray> arrays,
        IUnlearningMethod method,
        EnsembleLogits logits,
        IReadOnlyList<double> first
    )
    {
        var (t, j, k) = (design.TrainingSeeds, design.UnlearningSeeds, random.Count);
        var (zrf, kept) = (new double[t, j, k], new double[t, j, k]);
        for (var training = 0; training < t; training++)
        {
            for (var place = 0; place < j; place++)
            {
                using var scope = NewDisposeScope();
                var (answers, accuracy) = place == 0 ? (logits.Of(training, "D_f"), first[training]) : Again(method, training, place);
                for (var evaluation = 0; evaluation < k; evaluation++)
                {
                    zrf[training, place, evaluation] = ZeroRetrainForgetting.Of(answers, random[evaluation]);
                    kept[training, place, evaluation] = accuracy; // nothing in it is drawn
                }
            }
        }
        foreach (var (name, results) in ((string, double[,,])[])[("zrf", zrf), ("D_tr", kept)])
        {
            var levels = SeedLevels.Of(results);
            (values[$"{name}.training"], values[$"{name}.unlearning"], values[$"{name}.evaluation"]) = (
                100 * levels.Shares.Training,
                100 * levels.Shares.Unlearning,
                100 * levels.Shares.Evaluation
            );
            values[$"{name}.error"] = levels.StandardError;
            arrays[$"levels.{name}"] = new([.. results.Cast<double>().Select(static one => (float)one)], t, j, k);
        }
    }

    /// <summary>Accuracy on all of D_tr, percent.</summary>
    public static double Kept(UnlearningLab lab, CellContext run, Classifier model)
    {
        using var scope = NewDisposeScope();
        var test = lab.Split(run.Cell).RetainTest;
        return Accuracy.Of(Prediction.Logits(model, test.Fresh(), lab.Precision).cpu(), test.Labels().cpu());
    }

    public void Dispose() => random.ForEach(static one => one.Dispose());

    private (Tensor Answers, double Kept) Again(IUnlearningMethod method, int training, int place)
    {
        run.Cancellation.ThrowIfCancellationRequested();
        run.Begin($"seeds {training} and {place} of {design.TrainingSeeds} and {design.UnlearningSeeds}");
        var at = run with { Cell = run.Cell with { Seed = training }, Progress = new Relay<ExperimentEvent>(static _ => { }) };
        var unlearner = lab.Unlearner(at, method) with { Seed = EnsembleDesign.UnlearningSeed(training, place) };
        var (model, _, _, _) = unlearner.Apply(lab.Original(at));
        using (model)
        {
            return (Forgotten(images.Ask(model)), Kept(lab, run, model));
        }
    }

    private List<double> All(EnsembleLogits logits) =>
        [
            .. Enumerable
                .Range(0, logits.Networks)
                .Select(network =>
                {
                    using var scope = NewDisposeScope();
                    var answers = logits.Of(network, "D_f");
                    return random.Average(one => ZeroRetrainForgetting.Of(answers, one));
                }),
        ];

    // D_f comes first.
    private Tensor Forgotten(float[] logits)
    {
        var one = new EnsembleLogits(logits, 1, images.Labels, images.Sizes);
        return one.Of(0, "D_f");
    }
}
