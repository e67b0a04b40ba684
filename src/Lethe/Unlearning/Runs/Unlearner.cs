using Lethe.Data;
using Lethe.Metrics;
using Lethe.Models;
using Lethe.Training;
using Lethe.Unlearning.Forgetting;

namespace Lethe.Unlearning.Runs;

/// <summary>
/// A class, or another set, forgotten by a method, and what that changed: the one way in which the command, the experiments and notebooks
/// do it.
/// </summary>
/// <param name="Split">What is to be forgotten, and what kept.</param>
/// <param name="Recipe">How the network was trained, for methods that train; its precision is that of everything here.</param>
public sealed record Unlearner(IUnlearningMethod Method, ForgetSplit Split, TrainingRecipe Recipe)
{
    private const double RepeatBelowSeconds = 0.5;
    private const int Repeats = 5;

    /// <summary>What the method may see of D_f; null for all. It is measured on all.</summary>
    public ImageSubset? Forget { get; init; }

    public int Seed { get; init; }

    /// <summary>Whether a method that is fast is run several times, for the median of its seconds.</summary>
    public bool IsTimed { get; init; }

    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>Is shown the network after each epoch, counted from 1. It costs what it takes: not together with
    /// <see cref="IsTimed"/>.</summary>
    public Action<Classifier, int>? AfterEpoch { get; init; }

    /// <summary>Is told when unlearning begins, and when measuring does.</summary>
    public Action<string>? Begin { get; init; }

    public CancellationToken Cancellation { get; init; }

    /// <summary>Unlearns, then compares.</summary>
    /// <param name="original">Is not changed.</param>
    /// <param name="evaluation">What is measured; null for the accuracies.</param>
    /// <param name="before">Outputs of <paramref name="original"/>; computed if they are not there.</param>
    /// <param name="retrain">Those of the retrained network; without them there are no gaps.</param>
    public Unlearned Run(
        Classifier original,
        UnlearningEvaluation? evaluation = null,
        SplitOutputs? before = null,
        SplitOutputs? retrain = null
    )
    {
        evaluation ??= new() { Precision = Recipe.Precision };
        using var own = before is null ? SplitOutputs.Of(original, Split, evaluation.Precision, evaluation.MaxRetain) : null;
        Begin?.Invoke("unlearning");
        var runs = new List<(double Total, IReadOnlyDictionary<string, double> Stages)>();
        var (model, task, read, seconds) = Apply(original);
        runs.Add((seconds, task.Clock.Seconds));
        while (IsTimed && runs[0].Total < RepeatBelowSeconds && runs.Count <= Repeats)
        {
            model.Dispose();
            (model, task, read, seconds) = Apply(original);
            runs.Add((seconds, task.Clock.Seconds));
        }
        try
        {
            Begin?.Invoke("measuring");
            var found = evaluation.Of(model, Split, before ?? own, retrain);
            foreach (var (name, value) in task.Figures)
            {
                found.Values[$"method.{name}"] = value;
            }
            found.Values["samples_read"] = read;
            return new(model, (before ?? own)!.Accuracies, found.Accuracies, found.Values, Medians(runs))
            {
                Stages = task.Clock.Seconds,
                Notes = task.Notes,
                Remarks = found.Notes,
            };
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Runs the method once, on a copy of a network.</summary>
    /// <returns>The copy, the caller's; what the method told; how many different training images it read; and its seconds.</returns>
    /// <exception cref="LetheException">Usage: the method cannot forget such a set (<see cref="IUnlearningMethod.Refusal"/>).</exception>
    public (Classifier Model, UnlearningTask Task, int Read, double Seconds) Apply(Classifier original)
    {
        UnlearningCatalog.Require(Method, ForgetSet.KindOf(Split.Name));
        var (model, forget, retain) = (original.Copy(), (Forget ?? Split.ForgetTrain).Fresh(), Split.RetainTrain.Fresh());
        try
        {
            var task = new UnlearningTask(model, Split.Classes, Method.Reads, forget, retain)
            {
                Recipe = Recipe,
                Seed = Seed,
                Precision = Recipe.Precision,
                Progress = Progress,
                AfterEpoch = AfterEpoch is { } look ? epoch => look(model, epoch) : null,
                Cancellation = Cancellation,
            };
            var seconds = Devices.Time(forget.Source.Device, () => Method.Unlearn(task));
            return (model, task, forget.DistinctRead + retain.DistinctRead, seconds);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    // The median of each stage and of the total; the first of several runs warms caches up and does not count.
    private static SortedDictionary<string, double> Medians(List<(double Total, IReadOnlyDictionary<string, double> Stages)> runs)
    {
        var counted = runs.Count > 1 ? runs[1..] : runs;
        var seconds = new SortedDictionary<string, double>(StringComparer.Ordinal)
        {
            ["total"] = Median(counted.Select(static run => run.Total)),
        };
        foreach (var stage in counted[0].Stages.Keys)
        {
            seconds[stage] = Median(counted.Select(run => run.Stages.GetValueOrDefault(stage)));
        }
        if (seconds.ContainsKey("features"))
        {
            seconds["cold"] = seconds["total"];
            seconds["warm"] = Median(counted.Select(static run => run.Total - run.Stages["features"]));
        }
        return seconds;
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
