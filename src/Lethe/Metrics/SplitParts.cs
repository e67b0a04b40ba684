using Lethe.Data;

namespace Lethe.Metrics;

/// <summary>Accuracies that only some sets to forget have: of each class of several, of the siblings of a sub-class.</summary>
internal static class SplitParts
{
    /// <returns>By name, in percent; NaN for a part without images.</returns>
    public static IEnumerable<(string Name, double Percent)> Of(ForgetSplit split, SplitOutputs outputs)
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
