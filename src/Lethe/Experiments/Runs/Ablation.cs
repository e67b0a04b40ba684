using Lethe.Models;
using Lethe.Unlearning;

namespace Lethe.Experiments.Runs;

/// <summary>A study of one choice within LAU: the same network and class, a few variants of the method.</summary>
/// <param name="Name">Of the experiment, its table and the published one: <c>lau-pgd</c>.</param>
/// <param name="Title">For people.</param>
/// <param name="PaperDataset">The one data set of the published table; null if there is no such table.</param>
/// <param name="Models">What runs if nothing else is asked for.</param>
/// <param name="Variants">In the order of the table.</param>
public sealed record Ablation(string Name, string Title, string? PaperDataset, IReadOnlyList<string> Models, IReadOnlyList<LauVariant> Variants)
{
    /// <summary>How much of the forgotten class's data LAU needs (the deck's Table 5).</summary>
    public static Ablation DataRatio { get; } = new("lau-data-ratio", "Data usage ratio", "cifar10", ModelCatalog.Names,
    [
        new("100", "100 % of D_f", Lau.Robust),
        new("50", "50 % of D_f", Lau.Robust, 0.5),
        new("10", "10 % of D_f", Lau.Robust, 0.1),
    ]);

    /// <summary>Moving the image through the whole network against moving the feature.</summary>
    public static Ablation Pgd { get; } = new("lau-pgd", "Original PGD against Partial-PGD", "cifar10", ModelCatalog.Names,
    [
        new("original", "Original PGD", Lau.OriginalPgd),
        new("partial", "Partial-PGD", Lau.Robust),
    ]);

    /// <summary>The second softmax over the teacher's probabilities.</summary>
    public static Ablation DoubleSoftmax { get; } = new("lau-double-softmax", "Double softmax", "fashion-mnist", ModelCatalog.Names,
    [
        new("without", "without double softmax", Lau.Robust with { DoubleSoftmax = false }),
        new("with", "with double softmax", Lau.Robust),
    ]);

    /// <summary>The settings that the paper's text as available does not print, one at a time.</summary>
    public static Ablation Sensitivity { get; } = new("lau-sensitivity", "Sensitivity to alpha, T, eta and K", null, ["resnet18"],
    [
        .. Each("alpha", [0, 0.1, 0.3, 0.5, 0.7, 0.9, 1], static value => Lau.Robust with { Alpha = value }),
        .. Each("T", [1, 2, 4, 8], static value => Lau.Robust with { Temperature = value }),
        .. Each("eta", [0.05, 0.1, 0.2, 0.4, 0.6], static value => Lau.Robust with { StepSize = value }),
        .. Each("K", [1, 2, 5, 10, 20], static value => Lau.Robust with { Steps = (int)value }),
    ]);

    private static IEnumerable<LauVariant> Each(string name, double[] values, Func<double, Lau> with) =>
        values.Select(value => FormattableString.Invariant($"{name} = {value}")).Zip(values, (key, value) => new LauVariant(key, key, with(value)));
}
