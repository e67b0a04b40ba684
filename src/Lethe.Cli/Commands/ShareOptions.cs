using System.Globalization;
using System.Text.RegularExpressions;
using Lethe.Cli.Plans;
using Lethe.Experiments.Plans;
using Lethe.Experiments.Runs;

namespace Lethe.Cli.Commands;

/// <summary>The options of <c>lethe run</c>, in the order of its help.</summary>
internal sealed partial class ShareOptions
{
    private readonly Argument<string> plan = new("PLAN") { Description = "A file that `lethe plan` wrote; - for standard input." };
    private readonly Option<string?> shard,
        until,
        output;
    private readonly Option<int?> shards,
        wave =
            new("--wave")
            {
                Description = "0: only trainings. 1: only cells; those whose network is missing are refused. [default: both]",
                HelpName = "WAVE",
                CustomParser = CommonOptions.WholeNumber,
            };
    private readonly Option<bool> helps,
        events;

    public ShareOptions(DocumentedCommand command)
    {
        command.Add(plan);
        shard = command.Text("--shard", "A share, counted from 0: 0/4 to 3/4. [default: the engine's, else all]", "I/N");
        shards = command.With(CommonOptions.OwnNumber("--shards", "How many shares there are, where the engine does not say.", "N", 1));
        command.Add(wave);
        until = command.Text("--until", "Stop after this time, for example 90s, 25m or 8h.", "TIME");
        output = command.Text("--out", "Where records go. [default: the plan's folder]", "DIR");
        helps = command.Flag("--help-others", "When the own share is done, do what others on the same disk have not begun.");
        events = command.Flag(ChildShare.EventsOption, "For programs: say what happens in lines of JSON.");
    }

    /// <exception cref="LetheException">There is no such file, or it is no plan.</exception>
    public PlanFile Plan(ParseResult given)
    {
        var file = given.GetRequiredValue(plan);
        if (file != "-")
        {
            return PlanFile.Read(file);
        }
        using var input = Console.OpenStandardInput();
        return PlanFile.Read(input, "The plan on standard input");
    }

    public Shard Share(ParseResult given) =>
        given.GetValue(shard) is { } text ? Shard.Parse(text) : Shard.OfEngine(Environment.GetEnvironmentVariable, given.GetValue(shards));

    public ShareRun Run(ParseResult given, PlanFile plan, Shard share, IProgress<ExperimentEvent> progress) =>
        new(plan, share)
        {
            Wave = given.GetValue(wave) is null or 0 or 1
                ? given.GetValue(wave)
                : throw LetheException.Usage("--wave is 0 (trainings) or 1 (cells)."),
            Helps = given.GetValue(helps),
            Out = given.GetValue(output),
            Progress = progress,
        };

    public bool SaysEvents(ParseResult given) => given.GetValue(events);

    /// <summary>90s, 25m, 8h.</summary>
    public TimeSpan? Within(ParseResult given) =>
        given.GetValue(until) is not { } text ? null
        : TimeText().Match(text) is { Success: true, Groups: [_, var number, var unit] }
            ? TimeSpan.FromSeconds(
                double.Parse(number.Value, CultureInfo.InvariantCulture)
                    * unit.Value switch
                    {
                        "h" => 3600,
                        "m" => 60,
                        _ => 1,
                    }
            )
        : throw LetheException.Usage($"--until wants a time such as 90s, 25m or 8h, not '{text}'.");

    [GeneratedRegex(@"^([0-9]{1,4}(?:\.[0-9]{1,3})?)([smh])$")]
    private static partial Regex TimeText();
}
