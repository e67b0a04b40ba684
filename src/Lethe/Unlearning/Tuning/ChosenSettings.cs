using Lethe.Experiments.Records;

namespace Lethe.Unlearning.Tuning;

/// <summary>The choices that records of a tuning come to, in the form in which the kit keeps them.</summary>
public static class ChosenSettings
{
    /// <summary>One for each data set, network and profile. A method counts once all its trials have all their runs.</summary>
    /// <param name="trials">How many a method was given; one with nothing to search has one.</param>
    public static IReadOnlyList<TunedNetwork> Of(IReadOnlyCollection<RunRecord> records, int trials = TuningProtocol.Trials) =>
        [
            .. records
                .Where(static record => record.Cell.Experiment == TuningPlan.Name)
                .Select(static record => (record.Cell.Dataset, record.Cell.Profile))
                .Distinct()
                .SelectMany(key => TuningOutcome.Of(records, key.Dataset, key.Profile))
                .Where(of => of.IsWhole(trials))
                .GroupBy(static of => (of.Cell.Dataset, of.Cell.Model, of.Cell.Profile))
                .Select(static same => Of([.. same])),
        ];

    /// <summary>The file that the kit keeps them in.</summary>
    public static string FileOf(TunedNetwork tuned) => $"{tuned.Dataset}-{tuned.Network}-{tuned.Profile}-{tuned.Forgets}.json";

    private static TunedNetwork Of(IReadOnlyList<TuningOutcome> outcomes)
    {
        var (cell, records) = (outcomes[0].Cell, outcomes.SelectMany(static of => of.Records).ToList());
        return new()
        {
            Dataset = cell.Dataset,
            Network = cell.Model,
            Profile = cell.Profile,
            Forgets = "class",
            Rule = "H",
            Classes = [.. records.Select(static record => record.Cell.ForgetClass).OfType<int>().Distinct().Order()],
            Seeds = [.. records.Select(static record => record.Cell.Seed).Distinct().Order()],
            Methods = new(outcomes.ToDictionary(static of => of.Cell.Method, Of), StringComparer.Ordinal),
        };
    }

    // Where every trial was killed the catalogue's settings stay.
    private static TunedMethod Of(TuningOutcome of)
    {
        var chosen = of.Chosen ?? of.Trials[0];
        return new(
            chosen.Number,
            of.SettingsOf(chosen.Number),
            chosen.Forget,
            chosen.ForgetValidation,
            chosen.RetainValidation,
            of.Trials.Count,
            of.Feasible,
            of.Spread,
            Math.Round(of.Seconds, 1)
        );
    }
}
