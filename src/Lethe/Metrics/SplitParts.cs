using Lethe.Data;

namespace Lethe.Metrics;

/// <summary>What the accuracies of a split give: which there are depends on what is forgotten.</summary>
internal static class SplitParts
{
    /// <summary>All accuracies, and US where there is a D_tf.</summary>
    public static void AddAccuracies(SortedDictionary<string, double> values, ForgetSplit split, SplitOutputs outputs)
    {
        foreach (var (name, percent) in outputs.Accuracies.Parts.Concat(Of(split, outputs)))
        {
            values[name] = percent;
        }
        if (!split.TestIsWhole)
        {
            values["US"] = outputs.Accuracies.Score;
        }
    }

    /// <summary>Distances to Retrain.</summary>
    public static void AddGaps(SortedDictionary<string, double> values, ForgetSplit split, SplitAccuracies ours, SplitAccuracies goal)
    {
        values["gap_to_retrain"] = ours.GapTo(goal);
        values["tow"] = ours.TugOfWar(goal);
        if (!split.TestIsWhole)
        {
            values["us_gap"] = ours.ScoreGapTo(goal);
        }
        if (split.Classes.Count == 0)
        {
            values["over_forgetting"] = Math.Max(0, goal.Forget - ours.Forget);
        }
    }

    // Those that only some sets have: of each class of several, of the siblings of a sub-class; NaN for a part without images.
    private static IEnumerable<(string Name, double Percent)> Of(ForgetSplit split, SplitOutputs outputs)
    {
        foreach (var one in split.Classes.Count > 1 ? split.Classes : [])
        {
            yield return (FormattableString.Invariant($"D_tf.{one}"), OfLabel(outputs.ForgetTest, one));
        }
        // All of D_f has the label of its super-class, and in D_r only its siblings have.
        if (split.SiblingsTrain is not null && outputs.Forget.Labels.shape[0] > 0)
        {
            var group = outputs.Forget.Labels[0].item<long>();
            yield return ("siblings", OfLabel(outputs.Retain, group));
            yield return ("siblings_test", OfLabel(outputs.RetainTest, group));
        }
    }

    private static double OfLabel(SplitOutputs.Part part, long label)
    {
        using var scope = NewDisposeScope();
        var rows = part.Labels.eq(label).nonzero().view(-1);
        return rows.shape[0] == 0 ? double.NaN : Accuracy.Of(part.Logits.index_select(0, rows), part.Labels.index_select(0, rows));
    }
}
