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

    /// <summary>The claims on every network that has records of LAU, of its original and of its retrained network.</summary>
    public static IEnumerable<Claim> Of(IEnumerable<RunRecord> records) =>
        RecordGroups
            .Shown(records, LauExperiment.Name)
            .GroupBy(static record =>
                (record.Cell.Dataset, record.Cell.Model, record.Cell.Seed, record.Cell.Profile, record.Cell.ForgetClass)
            )
            .Where(static network => Has(network, "lau") && Has(network, "original") && Has(network, "retrain"))
            .SelectMany(static network => Of([.. network]));

    private static IEnumerable<Claim> Of(RunRecord[] network)
    {
        var (lau, original, retrain) = (Last(network, "lau"), Last(network, "original"), Last(network, "retrain"));
        yield return AtMost(
            lau,
            "LAU forgets: accuracy on the forgotten class's test images, in percent, at most",
            lau.Metrics["D_tf"],
            ForgottenPercent
        );
        yield return AtLeast(
            lau,
            "LAU keeps the rest: accuracy on the other test images, in percent, at least the original's minus one",
            lau.Metrics["D_tr"],
            original.Metrics["D_tr"] - LostPoints
        );
        yield return AtLeast(
            lau,
            "LAU is about as good as retraining: US at least Retrain's minus 0.02",
            lau.Metrics["US"],
            retrain.Metrics["US"] - ScoreSlack
        );
        var others = network.Where(static record => record.Cell.Method is not ("original" or "lau" or "logit-mask")).ToList();
        var fastest = others.MinBy(static record => record.Seconds["total"])!;
        yield return AtMost(
            lau,
            $"LAU is the fastest method that changes weights: seconds, at most those of {UnlearningCatalog.TitleOf(fastest.Cell.Method)}",
            lau.Seconds["total"],
            fastest.Seconds["total"]
        );
    }

    private static Claim AtMost(RunRecord record, string text, double measured, double limit) =>
        new(record.Cell.Dataset, record.Cell.Model, record.Cell.Seed, record.Cell.ForgetClass, text, measured, limit, measured <= limit);

    private static Claim AtLeast(RunRecord record, string text, double measured, double limit) =>
        new(record.Cell.Dataset, record.Cell.Model, record.Cell.Seed, record.Cell.ForgetClass, text, measured, limit, measured >= limit);

    private static bool Has(IEnumerable<RunRecord> network, string method) => network.Any(record => record.Cell.Method == method);

    private static RunRecord Last(RunRecord[] network, string method) => network.Last(record => record.Cell.Method == method);
}
