using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Unlearning.Runs;

namespace Lethe.Unlearning.Oracles;

/// <summary>The cells of forgetting as a distribution: one a network and method, each an ensemble.</summary>
internal static class EnsemblePlan
{
    /// <summary>Of the experiment, in records.</summary>
    public const string Name = "lau-distribution";

    /// <summary>The narrow networks that a laptop can train two hundred of.</summary>
    public static IReadOnlyList<string> Models { get; } = ["vgg16", "resnet18"];

    public static IReadOnlyList<string> Methods { get; } =
    [UnlearningCatalog.Original, UnlearningCatalog.Retrain, "negative-gradient", "random-label", "fisher", "lau", "logit-mask"];

    /// <param name="methodOf">A method's cell with its settings, and the method.</param>
    /// <exception cref="LetheException">Too few networks, or a name that is not known (<see cref="ExitCode.Usage"/>).</exception>
    public static Plan Open(RunContext context, Func<RunContext, Cell, (Cell Cell, IUnlearningMethod Method)> methodOf)
    {
        var (lab, design) = (new UnlearningLab(context), EnsembleDesign.For(context.Profile, context.Request.Seeds));
        var datasets = lab.Datasets([context.Profile.Datasets[0]]);
        var methods = Choice.Of(context.Request.Methods, UnlearningCatalog.Rows, Methods, "method");
        return new(
            lab,
            from dataset in datasets
            from model in lab.Models(dataset, Models)
            from method in methods
            select Job(lab, design, lab.Describe(Name, dataset, model, method, 0, lab.ForgetClass(dataset)), methodOf)
        );
    }

    private static Job Job(
        UnlearningLab lab,
        EnsembleDesign design,
        Cell bare,
        Func<RunContext, Cell, (Cell Cell, IUnlearningMethod Method)> methodOf
    )
    {
        var (cell, method) = bare.Method is UnlearningCatalog.Original or UnlearningCatalog.Retrain
            ? (bare, (IUnlearningMethod?)null)
            : methodOf(lab.Context, bare);
        cell = cell.With("ensemble", design);
        return new(cell, run => new EnsembleRun(lab, run, design, method).Run())
        {
            // Original and retrained by turns: stopped at any time, there are as many of both.
            Needs = () =>
                Enumerable.Range(0, design.Networks).SelectMany(seed => lab.Needs(cell with { Seed = seed }, withRetrained: true)),
        };
    }
}
