using Lethe.Experiments.Records;
using Lethe.Experiments.Tables;
using Lethe.Unlearning.Forgetting;
using static Lethe.Experiments.Tables.MetricUnit;

namespace Lethe.Unlearning.Tables;

/// <summary>What tables show where images within classes were forgotten, and say of any set that is no single class.</summary>
internal static class ForgetColumns
{
    private static readonly string[] OfClasses = ["D_r", "D_f", "D_tr", "D_tf", "US", "us_gap", "probe_D_tf", "js_forget_test"];

    /// <summary>The accuracies; null where whole classes were forgotten, and the table's own columns fit.</summary>
    public static IReadOnlyList<ResultColumn>? Of(IReadOnlyCollection<RunRecord> used)
    {
        // D_f should be where Retrain has it: no arrow.
        ResultColumn goal = Percent.Down("D_f") with
        {
            HasDirection = false,
        };
        return KindOf(used) switch
        {
            ForgetKind.Random or ForgetKind.List =>
            [
                Percent.Up("D_r"),
                goal,
                Points.Down("over_forgetting", "below Retrain"),
                Percent.Up("D_t", "whole test set"),
            ],
            ForgetKind.SubClass =>
            [
                Percent.Up("D_r"),
                goal,
                Points.Down("over_forgetting", "below Retrain"),
                Percent.Up("D_tr"),
                Percent.Down("D_tf") with
                {
                    HasDirection = false,
                },
                Percent.Up("siblings"),
                Percent.Up("siblings_test", "siblings, test"),
            ],
            _ => null,
        };
    }

    /// <summary>Whether a column of a table fits beside them.</summary>
    public static bool IsOfAnySet(ResultColumn column) => !OfClasses.Contains(column.Metric);

    /// <summary>How to read them, and which methods are not there and why.</summary>
    public static IEnumerable<string> Notes(IReadOnlyCollection<RunRecord> used)
    {
        if (KindOf(used) is not { } kind || kind == ForgetKind.Class)
        {
            yield break;
        }
        if (Meaning(kind) is { } meaning)
        {
            yield return meaning;
        }
        foreach (var method in UnlearningCatalog.All)
        {
            if (method.Refusal(kind) is { } why)
            {
                yield return $"{method.Title} is not run here. {why}";
            }
        }
    }

    private static string? Meaning(ForgetKind kind) =>
        kind switch
        {
            ForgetKind.Random or ForgetKind.List =>
                "D_f is of images within classes: the goal is Retrain's accuracy on them, about that on unseen images, and not 0. Below "
                    + "Retrain: by how many points D_f lies under that, forgotten too much. There is no D_tf, so the test set is measured "
                    + "as a whole, and there is no US.",
            ForgetKind.SubClass => "D_f is a sub-class, D_tf its test images; the network knows super-classes, and the goal is Retrain's "
                + "accuracy, which may be high: its siblings look like it. Below Retrain: by how many points D_f lies under that, "
                + "forgotten too much. Siblings: the rest of the super-class, in D_r and in the test set.",
            _ => null,
        };

    private static ForgetKind? KindOf(IReadOnlyCollection<RunRecord> used) =>
        used.Select(static record => record.Cell.ForgetSet).FirstOrDefault() is { } set ? ForgetSet.KindOf(set) : null;
}
