using System.Text;
using Lethe.Data;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Models;
using Lethe.Unlearning;
using Lethe.Unlearning.Runs;
using Lethe.Unlearning.Tuning;
using static Lethe.Interactive.Runs.Numbers;

namespace Lethe.Cli.Commands;

/// <summary><c>lethe tune METHOD...</c>: searches the settings of unlearning methods, and writes down what was chosen.</summary>
internal static class TuneCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new DocumentedCommand(
            "tune",
            "Searches the settings of unlearning methods, with the same budget for each, LAU too: trials from one fixed sequence, on "
                + "classes and seeds that no table reports, judged on training images held out for it. Stopped, it goes on with the same "
                + "command; the cells are those of the table lau-tune, which `lethe plan` knows too.",
            ("lethe tune lau fine-tune", "two methods on ResNet18, 24 trials each, four runs a trial"),
            ("lethe tune --arch vgg16", "LAU and the paper's rivals"),
            ("lethe tune salun --rule o", "what it could reach if one saw Retrain and the test images: labelled so")
        );
        var options = new Options(command);
        return command.Runs(
            (given, cancellation) =>
                Run(terminal, options.Request(given), given.GetValue(options.Parallel), given.GetValue(options.Json), cancellation)
        );
    }

    private static ExitCode Run(Terminal terminal, ExperimentRequest request, int? parallel, bool asJson, CancellationToken cancellation)
    {
        var end = ReproduceCommand.Run(terminal, request, parallel, asJson, cancellation);
        if (request.Tables is not [TuningPlan.Name])
        {
            return end;
        }
        foreach (var tuned in ChosenSettings.Of(new RecordStore(request.Out).Latest(), TuningPlan.TrialsOf(request)))
        {
            var file = Path.GetFullPath(Path.Combine(request.Out, ChosenSettings.FileOf(tuned)));
            WholeFile.Write(file, "Choose another folder with --out.", Encoding.UTF8.GetBytes(tuned.Json()));
            terminal.Error.WriteLine($"Settings of {tuned.Methods.Count} methods: {file}");
        }
        return end;
    }

    // In the order of help.
    private sealed class Options
    {
        private readonly Argument<string[]> methods = new("METHOD")
        {
            Description =
                $"Methods to tune: {string.Join(", ", TuningPlan.Tunable)}. [default: those of `lethe reproduce lau` that can be]",
            Arity = ArgumentArity.ZeroOrMore,
        };
        private readonly Option<string> profile,
            rule,
            device,
            precision;
        private readonly Option<string[]> data,
            architectures;
        private readonly Option<int> trials;
        private readonly Option<int?> forget = new("--forget")
        {
            Description = "The class that tables will report; the tuning forgets others. [default: 8]",
            HelpName = "CLASS",
            CustomParser = CommonOptions.WholeNumber,
        };
        private readonly Option<string?> dataDir,
            output;

        public Options(DocumentedCommand command)
        {
            command.Add(methods);
            profile = command.Text("--profile", "smoke, quick, small or paper; see `lethe reproduce`.", "PROFILE", "quick");
            data = command.Names("--data", $"Data sets: {string.Join(", ", DatasetCatalog.Names)}. [default: the profile's first]");
            architectures = command.Names("--arch", $"Networks: {string.Join(", ", ModelCatalog.Names)}. [default: {TuningPlan.OwnModel}]");
            trials = command.With(
                CommonOptions.Number("--trials", "How many settings are tried of each method.", "N", TuningProtocol.Trials, 1)
            );
            rule = command.Text(
                "--rule",
                "h: honest, sees neither test images nor Retrain. o: oracle, saw both, on the very task that is reported; for comparison "
                    + "only.",
                "RULE",
                "h"
            );
            command.Add(forget);
            device = command.With(CommonOptions.Device());
            precision = command.With(CommonOptions.Precision());
            dataDir = command.With(CommonOptions.DataDir());
            output = command.Text("--out", "Where records and settings go. [default: runs/tune-PROFILE]", "DIR");
            Parallel = command.With(ReproduceCommand.Parallel());
            Json = command.With(CommonOptions.Json("Write the table as JSON to stdout, and everything else to stderr."));
        }

        public Option<int?> Parallel { get; }

        public Option<bool> Json { get; }

        public ExperimentRequest Request(ParseResult given) =>
            new()
            {
                Tables =
                [
                    given.GetRequiredValue(rule) switch
                    {
                        "h" => TuningPlan.Name,
                        "o" => OraclePlan.Name,
                        var other => throw LetheException.Usage($"The rule is h or o, not '{other}'."),
                    },
                ],
                Profile = given.GetRequiredValue(profile),
                Datasets = Chosen(given.GetValue(data)),
                Models = Chosen(given.GetValue(architectures)),
                Methods = Chosen(given.GetValue(methods)),
                Choices =
                {
                    [UnlearningLab.ForgetChoice] = given.GetValue(forget) is { } number ? [Invariant($"{number}")] : null,
                    [TuningPlan.TrialsChoice] = [Invariant($"{given.GetRequiredValue(trials)}")],
                },
                Device = given.GetRequiredValue(device),
                Precision = given.GetRequiredValue(precision),
                DataDir = given.GetValue(dataDir),
                Out = given.GetValue(output) ?? Path.Combine("runs", $"tune-{given.GetRequiredValue(profile)}"),
            };

        private static IReadOnlyList<string>? Chosen(string[]? names) => names is { Length: > 0 } ? names : null;
    }
}
