using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Unlearning.Runs;

namespace Lethe.Unlearning.Seen;

/// <summary>The cells of what is forgotten, image by image: one a network and seed. All methods are in it, because they share a
/// map.</summary>
internal static class SeenPlan
{
    /// <summary>Of the experiment, in records.</summary>
    public const string Name = "lau-seen";

    /// <summary>The network, if no other is asked for.</summary>
    public const string Model = "resnet18";

    /// <param name="methodOf">A method's cell with its settings, and the method.</param>
    /// <exception cref="LetheException">A name that is not known (<see cref="ExitCode.Usage"/>).</exception>
    public static Plan Open(RunContext context, Func<RunContext, Cell, (Cell Cell, IUnlearningMethod Method)> methodOf)
    {
        var (lab, design) = (new UnlearningLab(context), SeenDesign.For(context.Profile));
        var datasets = lab.Datasets([context.Profile.Datasets[0]]);
        // Those that all others are held against are always there.
        var names = UnlearningCatalog.InOrder([
            UnlearningCatalog.Original,
            UnlearningCatalog.Retrain,
            .. Choice.Of(context.Request.Methods, UnlearningCatalog.Rows, context.Profile.Methods, "method"),
        ]);
        return new(
            lab,
            from dataset in datasets
            from model in lab.Models(dataset, [Model])
            from seed in context.Seeds(1)
            select Job(lab, design, names, lab.Describe(Name, dataset, model, "lau", seed, lab.ForgetClass(dataset)), methodOf)
        );
    }

    private static Job Job(
        UnlearningLab lab,
        SeenDesign design,
        IReadOnlyList<string> names,
        Cell bare,
        Func<RunContext, Cell, (Cell Cell, IUnlearningMethod Method)> methodOf
    )
    {
        var methods = names
            .Where(static name => name is not (UnlearningCatalog.Original or UnlearningCatalog.Retrain))
            .ToDictionary(static name => name, name => methodOf(lab.Context, bare with { Method = name }).Method);
        var cell = methods.Aggregate(bare.With("seen", design), static (cell, method) => cell.With($"methods.{method.Key}", method.Value));
        return new(cell, run => new SeenRun(lab, run, design, methods).Run()) { Needs = () => lab.Needs(cell, withRetrained: true) };
    }
}
