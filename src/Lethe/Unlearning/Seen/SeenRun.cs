using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Metrics;
using Lethe.Metrics.Ensembles;
using Lethe.Models;
using Lethe.Unlearning.Oracles;
using Lethe.Unlearning.Runs;

namespace Lethe.Unlearning.Seen;

/// <summary>Every method on one network: what it answers to each image, which layers it changed, and how it came there.</summary>
internal sealed class SeenRun(UnlearningLab lab, CellContext run, SeenDesign design, IReadOnlyDictionary<string, IUnlearningMethod> methods)
{
    private readonly EvaluationImages images = new(lab.Split(run.Cell), design.Sizes, lab.Precision);
    private readonly SortedDictionary<string, double> values = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, double> seconds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FigureArray> arrays = [];
    private readonly List<string> notes = [];

    private int ForgetClass => run.Cell.ForgetClass!.Value;

    public CellResult Run()
    {
        using var scope = NewDisposeScope();
        var original = lab.Original(run);
        using var retrained = lab.Retrained(run);
        notes.Add(SeenRecord.StagesNote([.. original.Stages, "head"]));
        using var map = new SeenMap(design, images);
        Look(UnlearningCatalog.Original, original, original, retrained, map);
        Look(UnlearningCatalog.Retrain, retrained, original, retrained, map);
        foreach (var (name, method) in methods)
        {
            run.Cancellation.ThrowIfCancellationRequested();
            run.Begin(UnlearningCatalog.TitleOf(name));
            Unlearn(name, method, original, retrained, map);
        }
        run.Begin("the map");
        map.Draw(run.Seed, arrays, run.Cancellation);
        arrays["labels"] = new([.. images.Labels.Select(static label => (float)label)], images.Labels.Count);
        arrays["sizes"] = new([.. images.Sizes.Select(static size => (float)size)], images.Sizes.Count);
        return new()
        {
            Metrics = values,
            Seconds = seconds,
            Arrays = arrays,
            Notes = notes,
        };
    }

    private void Unlearn(string name, IUnlearningMethod method, Classifier original, Classifier retrained, SeenMap map)
    {
        var trace = new SeenTrace(images, lab.Precision);
        trace.Look(original, 0);
        var looking = trace.Seconds; // the first look is not within the method's time
        try
        {
            var unlearner = lab.Unlearner(run, method) with { AfterEpoch = trace.Look, Progress = run.Training("unlearning") };
            var (model, _, _, took) = unlearner.Apply(original);
            using (model)
            {
                seconds[name] = Math.Max(0, took - (trace.Seconds - looking));
                Look(name, model, original, retrained, map);
                if (trace.Epochs > 0)
                {
                    arrays[SeenRecord.Key("trace", name)] = trace.Array;
                }
            }
        }
        catch (LetheException error) when (error.ExitCode == ExitCode.NotFinite)
        {
            notes.Add($"{UnlearningCatalog.TitleOf(name)} is not there: {error.Message}");
        }
    }

    private void Look(string name, Classifier model, Classifier original, Classifier retrained, SeenMap map)
    {
        using var scope = NewDisposeScope();
        var answers = images.Parts.Select(part => Prediction.FeaturesAndLogits(model, part.Fresh(), lab.Precision)).ToList();
        var logits = cat([.. answers.Select(static part => part.Logits)]).cpu();
        var kept = logits.data<float>().ToArray().Select(static logit => (float)(Half)logit).ToArray();
        if (kept.Any(static logit => float.IsNaN(logit) || float.IsPositiveInfinity(logit)))
        {
            throw new LetheException(ExitCode.NotFinite, "a logit is not a number of half precision: the network is broken.");
        }
        arrays[SeenRecord.Key("logits", name)] = new(kept, logits.shape) { IsHalf = true };
        map.Add(name, [answers[1], answers[3]]); // the test images
        AddAccuracies(name, model);
        AddSimilarity(name, model, original, retrained);
    }

    private void AddAccuracies(string name, Classifier model)
    {
        using var outputs = SplitOutputs.Of(model, lab.Split(run.Cell), lab.Precision, lab.Context.Profile.MeasuredRetain);
        foreach (var (part, percent) in outputs.Accuracies.Parts)
        {
            values[SeenRecord.Key(part, name)] = percent;
        }
        arrays[SeenRecord.Key("train", name)] = Confusion(outputs.Retain, outputs.Forget);
        arrays[SeenRecord.Key("test", name)] = Confusion(outputs.RetainTest, outputs.ForgetTest);
    }

    // Images of a class (row) that are called by each (column).
    private static FigureArray Confusion(params ReadOnlySpan<SplitOutputs.Part> parts)
    {
        var classes = (int)parts[0].Logits.shape[1];
        var counts = new float[classes * classes];
        foreach (var part in parts)
        {
            using var called = part.Logits.argmax(1);
            var labels = part.Labels.data<long>().ToArray();
            foreach (var (image, named) in called.data<long>().ToArray().Index())
            {
                counts[(labels[image] * classes) + named]++;
            }
        }
        return new(counts, classes, classes);
    }

    // Rows are stages; columns to Original on D_f and D_r, to Retrain on D_f and D_r.
    private void AddSimilarity(string name, Classifier model, Classifier original, Classifier retrained)
    {
        var columns = new[] { original, retrained }
            .SelectMany(other =>
                new[] { images.Parts[0], images.Parts[2] }.Select(part => KernelAlignment.Of(model, other, part, lab.Precision))
            )
            .ToList();
        arrays[SeenRecord.Key("similarity", name)] = new(
            [.. Enumerable.Range(0, columns[0].Count).SelectMany(stage => columns.Select(column => (float)column[stage].Alignment))],
            columns[0].Count,
            columns.Count
        );
        values[SeenRecord.Key("similarity", name)] = columns[1][^2].Alignment;
        if (LayerDistance.Whole(LayerDistance.Of(model, original)) is var distance && double.IsFinite(distance)) // a mask's is not
        {
            values[SeenRecord.Key("distance", name)] = distance;
        }
    }
}
