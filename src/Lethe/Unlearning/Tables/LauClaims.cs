using Lethe.Experiments.Records;
using Lethe.Experiments.Tables;

namespace Lethe.Unlearning.Tables;

/// <summary>
/// The paper's claims for Layer Attack Unlearning that any honest rerun must show, at whatever size: it forgets, it keeps the rest, and it
/// is about as good as retraining, in less time than every other method that changes weights.
/// </summary>
public static class LauClaims
{
    private const double ForgottenPercent = 1,
        LostPoints = 1,
        ScoreSlack = 0.02;

    /// <summary>The claims on every network that has records of LAU (tuned, if it is), its original and its retrained network.</summary>
    public static IEnumerable<Claim> Of(IEnumerable<RunRecord> records) => Of([.. records]);

    private static IEnumerable<Claim> Of(List<RunRecord> records)
    {
        var rowOf = MethodSettings.RowsOf(records);
        return from network in RecordGroups
                .Shown(records, LauExperiment.Name, rowOf)
                .Where(record => record.Cell.ForgetClass is not null && !MethodSettings.IsBeside(rowOf(record.Cell)))
                .GroupBy(static record =>
                    (record.Cell.Dataset, record.Cell.Model, record.Cell.Seed, record.Cell.Profile, record.Cell.ForgetClass)
                )
            let lau = Last(network, "lau")
            let original = Last(network, "original")
            let retrain = Last(network, "retrain")
            where lau is not null && original is not null && retrain is not null
            from claim in Of(network, lau, original, retrain)
            select claim;
    }

    private static IEnumerable<Claim> Of(IEnumerable<RunRecord> network, RunRecord lau, RunRecord original, RunRecord retrain)
    {
        yield return Claim(
            "LAU forgets: accuracy on the forgotten class's test images, in percent, at most",
            lau.Metrics["D_tf"],
            ForgottenPercent,
            isMost: true
        );
        yield return Claim(
            "LAU keeps the rest: accuracy on the other test images, in percent, at least the original's minus one",
            lau.Metrics["D_tr"],
            original.Metrics["D_tr"] - LostPoints
        );
        yield return Claim(
            "LAU is about as good as retraining: US at least Retrain's minus 0.02",
            lau.Metrics["US"],
            retrain.Metrics["US"] - ScoreSlack
        );
        var fastest = network
            .Where(static record => record.Cell.Method is not ("original" or "lau" or "logit-mask"))
            .MinBy(static record => record.Seconds["total"])!;
        yield return Claim(
            $"LAU is the fastest method that changes weights: seconds, at most those of {UnlearningCatalog.TitleOf(fastest.Cell.Method)}",
            lau.Seconds["total"],
            fastest.Seconds["total"],
            isMost: true
        );

        Claim Claim(string text, double measured, double limit, bool isMost = false) =>
            new(
                lau.Cell.Dataset,
                lau.Cell.Model,
                lau.Cell.Seed,
                lau.Cell.ForgetClass,
                text,
                measured,
                limit,
                isMost ? measured <= limit : measured >= limit
            );
    }

    private static RunRecord? Last(IEnumerable<RunRecord> network, string method) =>
        network.LastOrDefault(record => record.Cell.Method == method);
}
