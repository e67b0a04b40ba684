using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Metrics.Ensembles;
using Lethe.Models;
using Lethe.Unlearning.Runs;

namespace Lethe.Unlearning.Oracles;

/// <summary>An ensemble of one method: every network of it asked, and what its answers come to.</summary>
/// <param name="method">Null for the originals or, where the cell says so, the retrained networks themselves.</param>
internal sealed class EnsembleRun(UnlearningLab lab, CellContext run, EnsembleDesign design, IUnlearningMethod? method)
{
    private readonly EvaluationImages images = new(lab.Split(run.Cell), design.Sizes, lab.Precision);
    private readonly List<float[]> own = [],
        originals = [],
        retrained = [];
    private readonly List<double[]> toOriginal = [],
        toRetrain = [];
    private readonly List<double> kept = []; // accuracies on D_tr, of as many as the levels of seeds ask for
    private double seconds;

    private int ForgetClass => run.Cell.ForgetClass!.Value;

    private bool IsRetrain => run.Cell.Method == UnlearningCatalog.Retrain;

    public CellResult Run()
    {
        for (var seed = 0; seed < design.Networks; seed++)
        {
            run.Cancellation.ThrowIfCancellationRequested();
            run.Begin($"network {seed + 1} of {design.Networks}");
            Ask(At(seed));
        }
        var (originalLogits, oracle) = (Logits(originals), Logits(retrained));
        var logits =
            IsRetrain ? oracle
            : method is null ? originalLogits
            : Logits(own);
        var masked = method is LogitMask ? null : originalLogits.Masked(ForgetClass);
        var arrays = method is LogitMask ? [] : logits.Arrays(); // the mask's are Original's without one column
        run.Begin("measuring");
        var values = EnsembleMeasures.Of(logits, oracle, masked, ForgetClass);
        using (var zrf = new ZrfLevels(lab, run, design, images))
        {
            zrf.AddTo(values, arrays, logits, oracle);
            if (method is not null and not LogitMask)
            {
                zrf.AddLevels(values, arrays, method, logits, kept);
            }
        }
        AddDistances(values, arrays);
        return new()
        {
            Metrics = values,
            Seconds = new() { ["total"] = seconds },
            Arrays = arrays,
            Notes = [$"The answers' SHA-256, in half precision: {logits.Sha256}."],
        };
    }

    /// <summary>The same cell with a network's own seed. What it does along the way is nobody's news.</summary>
    private CellContext At(int seed) =>
        run with
        {
            Cell = run.Cell with { Seed = seed },
            Progress = new Relay<ExperimentEvent>(static _ => { }),
        };

    private void Ask(CellContext at)
    {
        using var scope = NewDisposeScope();
        var original = lab.Original(at);
        using var goal = lab.Retrained(at);
        originals.Add(images.Ask(original));
        retrained.Add(images.Ask(goal));
        if (method is null)
        {
            AddDistances(IsRetrain ? goal : original, original, goal);
            return;
        }
        var (model, _, _, took) = lab.Unlearner(at, method).Apply(original);
        using (model)
        {
            seconds += took / design.Networks;
            own.Add(method is LogitMask ? [] : images.Ask(model)); // minus infinity is no half
            AddDistances(model, original, goal);
            if (kept.Count < design.TrainingSeeds)
            {
                kept.Add(ZrfLevels.Kept(lab, run, model));
            }
        }
    }

    private void AddDistances(Classifier model, Classifier original, Classifier goal)
    {
        toOriginal.Add([.. LayerDistance.Of(model, original).Select(static layer => layer.Distance)]);
        toRetrain.Add([.. LayerDistance.Of(model, goal).Select(static layer => layer.Distance)]);
    }

    private void AddDistances(SortedDictionary<string, double> values, Dictionary<string, FigureArray> arrays)
    {
        foreach (var (name, distances) in ((string, List<double[]>)[])[("original", toOriginal), ("retrain", toRetrain)])
        {
            if (distances.Exists(static one => !Array.TrueForAll(one, double.IsFinite)))
            {
                continue; // the mask's bias is minus infinity
            }
            var layers = distances[0].Length;
            values[$"distance.{name}"] = distances.Average(static one => Math.Sqrt(one.Sum(static d => d * d)));
            arrays[$"distance.{name}"] = new(
                [.. Enumerable.Range(0, layers).Select(layer => (float)distances.Average(one => one[layer]))],
                layers
            );
        }
    }

    private EnsembleLogits Logits(List<float[]> answers) =>
        method is LogitMask && ReferenceEquals(answers, own)
            ? Logits(originals).Masked(ForgetClass)
            : new([.. answers.SelectMany(static one => one)], answers.Count, images.Labels, images.Sizes);
}
