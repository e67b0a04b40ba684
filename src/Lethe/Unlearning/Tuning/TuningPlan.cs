using Lethe.Data;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Metrics;
using Lethe.Unlearning.Runs;

namespace Lethe.Unlearning.Tuning;

/// <summary>The cells of a tuning by <see cref="RuleH"/>: each trial on each class and seed of the protocol is one.</summary>
internal static class TuningPlan
{
    /// <summary>Of the experiment, in records.</summary>
    public const string Name = "lau-tune";

    /// <summary>Of <see cref="ExperimentRequest.Choices"/>: how many trials a method gets.</summary>
    public const string TrialsChoice = "trials";

    /// <summary>What runs if nothing else is asked for.</summary>
    public const string OwnModel = "resnet18";

    /// <summary>Methods with settings to search.</summary>
    public static IReadOnlyList<string> Tunable =>
        [.. UnlearningCatalog.All.Where(static method => method.Space.Knobs.Count > 0).Select(static method => method.Name)];

    /// <exception cref="LetheException">No such method, or not a number of trials (<see cref="ExitCode.Usage"/>).</exception>
    public static Plan Open(RunContext context)
    {
        var (request, protocol) = (context.Request, new TuningProtocol());
        if (request.Seeds is not null)
        {
            throw LetheException.Usage("A tuning has seeds of its own, apart from those of tables: leave --seeds out.");
        }
        var count = TrialsOf(request);
        var methods = MethodsOf(context);
        var lab = new UnlearningLab(context, data => ValidationPart.Of(data, protocol.ValidationShare, protocol.ValidationSeed));
        var datasets = lab.Datasets([context.Profile.Datasets[0]]);
        return new(
            lab,
            // A network stays at hand, and methods are finished one by one.
            from dataset in datasets
            let classes = TuningProtocol.ClassesFor(lab.ForgetClass(dataset))
            from model in lab.Models(dataset, [OwnModel])
            from seed in protocol.Seeds
            from method in methods
            from trial in TrialsIn(lab, protocol, dataset, model, method, count, classes[0])
            from forgetClass in classes
            select Job(lab, trial, Marked(lab.Describe(Name, dataset, model, method, seed, forgetClass).With("protocol", protocol), trial))
        );
    }

    /// <summary>The methods that are asked for.</summary>
    internal static IReadOnlyList<string> MethodsOf(RunContext context) =>
        Choice.Of(context.Request.Methods, Tunable, [.. context.Profile.Methods.Intersect(Tunable)], "method to tune");

    /// <summary>The cell of a trial.</summary>
    internal static Cell Marked(Cell cell, Trial trial) =>
        cell.With("trial.number", trial.Number).With("trial.settings", trial.Settings).With("method", trial.Method);

    /// <summary>How many trials a method gets.</summary>
    internal static int TrialsOf(ExperimentRequest request) =>
        request.Choice(TrialsChoice) switch
        {
            null => TuningProtocol.Trials,
            [var one] when int.TryParse(one, CultureInfo.InvariantCulture, out var number) && number > 0 => number,
            var other => throw LetheException.Usage($"The number of trials is a number from 1 on, not '{string.Join(", ", other)}'."),
        };

    /// <summary>The trials of a method on a network, at the cost that the protocol allows.</summary>
    internal static IReadOnlyList<Trial> TrialsIn(
        UnlearningLab lab,
        TuningProtocol protocol,
        string dataset,
        string model,
        string method,
        int count,
        int forgetClass
    )
    {
        var split = ForgetSplit.ByClass(lab.Data(dataset), forgetClass);
        var (forget, retain) = (split.ForgetTrain.Count, split.RetainTrain.Count);
        // Retrain: three units for each image of each epoch.
        var most = protocol.MostOfRetrain * 3 * lab.Context.Profile.Recipe(model, dataset, lab.Precision).Epochs * retain;
        return Trial.Of(UnlearningCatalog.Create(method, lab.Context.Profile.Name), count, forget, retain, most);
    }

    private static Job Job(UnlearningLab lab, Trial trial, Cell cell) =>
        new(cell, run => trial.IsTooDear ? TooDear(trial) : Run(lab, trial, run)) { Needs = () => lab.Needs(cell, withRetrained: false) };

    private static CellResult Run(UnlearningLab lab, Trial trial, CellContext run)
    {
        var original = lab.Original(run);
        run.Begin("unlearning");
        try
        {
            var (model, task, _, seconds) = lab.Unlearner(run, trial.Method).Apply(original);
            using (model)
            {
                var split = lab.Split(run.Cell);
                return Measured(trial, seconds, ("D_f", split.ForgetTrain), ("V_f", split.ForgetTest), ("V_r", split.RetainTest)) with
                {
                    Notes = task.Notes,
                };

                CellResult Measured(Trial of, double total, params (string Name, ImageSubset Images)[] parts)
                {
                    var result = Result(of, total);
                    foreach (var (name, images) in parts)
                    {
                        result.Metrics[name] = Accuracy.Of(model, images, lab.Precision);
                    }
                    return result;
                }
            }
        }
        // Numbers that are not finite: a killed trial is a result, and not tried again.
        catch (LetheException error) when (lab.IsResult(error))
        {
            return Lost(trial, error.Message);
        }
    }

    private static CellResult TooDear(Trial trial) =>
        Lost(trial, string.Create(CultureInfo.InvariantCulture, $"Not run: {trial.Units} forward passes of an image are too many."));

    private static CellResult Lost(Trial trial, string why)
    {
        var result = Result(trial, 0);
        result.Metrics["killed"] = 1;
        return result with { Notes = [why] };
    }

    private static CellResult Result(Trial trial, double seconds) =>
        new()
        {
            Metrics = new() { ["units"] = trial.Units },
            Seconds = new() { ["total"] = seconds },
        };
}
