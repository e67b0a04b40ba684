using System.Globalization;

namespace Lethe.Detection.Sok;

/// <summary>What is known of the printed table and must hold for any copy of it.</summary>
internal static class SokCheck
{
    private const int Frameworks = 13,
        Detectors = 51,
        Retested = 16;

    /// <returns>What is wrong, a sentence each; none if nothing is.</returns>
    public static IEnumerable<string> Of(SokTable table)
    {
        if (!table.Frameworks.Select(static framework => framework.Number).SequenceEqual(Enumerable.Range(1, Frameworks)))
        {
            yield return $"it has frameworks {string.Join(", ", table.Frameworks.Select(static framework => framework.Number))}, not 1 to "
                + $"{Frameworks}.";
        }
        if (table.Rows.Count != Detectors)
        {
            yield return $"it has {table.Rows.Count} detectors, not {Detectors}.";
        }
        if (table.Rows.Count(static row => row.Detector.IsRetested) is var retested && retested != Retested)
        {
            yield return $"it has {retested} re-tested detectors, not {Retested}.";
        }
        foreach (
            var framework in table.Frameworks.Where(static framework =>
                framework.Parts.Count == 0 || framework.Parts.Distinct().Count() < framework.Parts.Count
            )
        )
        {
            yield return $"framework {framework.Number} has no parts, or one of them twice.";
        }
        foreach (var same in table.Rows.GroupBy(static row => row.Detector.Label).Where(static same => same.Count() > 1))
        {
            yield return $"{same.Key} stands there {same.Count()} times.";
        }
        foreach (var wrong in table.Rows.SelectMany(static row => Of(row.Detector)))
        {
            yield return wrong;
        }
    }

    private static IEnumerable<string> Of(SokDetector detector)
    {
        if (
            detector.Score is { } score
            && !(
                double.TryParse(score.Printed, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value <= 100
            )
        )
        {
            yield return $"the score of {detector.Label}, '{score.Printed}', is no percentage.";
        }
        if (detector is { Name: null, Damage: null } or { Reference: null, Damage: null })
        {
            yield return $"{detector.Label} lacks a name or a reference and does not say why.";
        }
        if (
            detector.Damage is { } damage
            && (damage.Note.Length == 0 || damage.Fields.Count == 0 || damage.Fields.Except(SokDamage.KnownFields).Any())
        )
        {
            yield return $"what is in doubt about {detector.Label} is not said, or is no column: {string.Join(", ", damage.Fields)}.";
        }
    }
}
