using System.Globalization;
using Lethe.Detection.Verdicts;

namespace Lethe.Cli.Detect;

/// <summary>The words of <c>lethe detect</c>, the same in a terminal and on a page.</summary>
internal static class DetectText
{
    /// <summary>A file's name may hold anything, also commands for a terminal.</summary>
    public static string Safe(string text) => string.Concat(text.Select(static letter => char.IsControl(letter) ? '?' : letter));

    public static string Word(Verdict verdict) =>
        verdict switch
        {
            Verdict.Real => "real",
            Verdict.Fake => "FAKE",
            _ => "unsure",
        };

    public static string Number(double probability) => probability.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>At most three letters; only what is certain is called 0 or 100.</summary>
    public static string Percent(double probability) => StripImage.Percent(probability);

    /// <summary>How many came out how.</summary>
    public static string Summary(DetectResult result)
    {
        var counts = Enum.GetValues<Verdict>()
            .Reverse()
            .Select(verdict => (Verdict: verdict, Count: result.Examined.Count(file => file.Verdict == verdict)))
            .Where(static one => one.Count > 0);
        var refused = result.Refused.Count();
        string[] parts =
        [
            .. counts.Select(static one => $"{one.Count} {Word(one.Verdict)}"),
            .. refused > 0 ? (string[])[$"{refused} not examined"] : [],
        ];
        return $"{result.Files.Count} {(result.Files.Count == 1 ? "file" : "files")}: "
            + $"{(parts.Length > 0 ? string.Join(", ", parts) : "none examined")}.{(result.Others > 0 ? $" {result.Others} other files were left out." : "")}";
    }

    /// <summary>What the numbers mean.</summary>
    public static string Meaning(DetectResult result) =>
        result.Band.Low < result.Band.High
            ? $"{result.Facts.Title}: probability of fake, calibrated; unsure from {Short(result.Band.Low)} to {Short(result.Band.High)}."
            : $"{result.Facts.Title}: probability of fake, calibrated; fake from {Short(result.Band.High)} on.";

    /// <summary>Always said.</summary>
    public static string NeverSeen(DetectorFacts facts) => $"It has never seen: {facts.NeverSeen}";

    /// <summary>What a reader of one file's verdict should know.</summary>
    public static IEnumerable<string> Notes(FileVerdict file)
    {
        foreach (var note in file.Notes)
        {
            yield return note;
        }
        if (file.IsVideo && file.Frames.Count(static frame => frame.Faces.Count == 0) is > 0 and var without)
        {
            yield return $"{without} of {file.Frames.Count} frames have no face and do not count.";
        }
        if (file.Frames.Sum(static frame => frame.LeftOut) is > 0 and var smaller)
        {
            var frames = file.IsVideo ? $" in {file.Frames.Count(static frame => frame.LeftOut > 0)} of {file.Frames.Count} frames" : "";
            yield return $"{smaller} smaller {(smaller == 1 ? "face was" : "faces were")} found{frames} and not examined: less than half "
                + $"the area of the largest.";
        }
        if (file.Strip?.DependsOnQuality == true)
        {
            yield return "The verdict depends on the quality: the same picture gets another one when compressed.";
        }
        foreach (var why in file.Strip?.Points.Where(static point => point.Why is not null).GroupBy(static point => point.Why) ?? [])
        {
            yield return $"{string.Join(", ", why.Select(static point => point.Title))}: {why.Key}.";
        }
        if (!file.IsVideo)
        {
            foreach (var (i, face) in file.Frames.SelectMany(static frame => frame.Faces).Index())
            {
                foreach (var note in face.Notes)
                {
                    yield return $"Face {i + 1}: {note}";
                }
            }
        }
    }

    private static string Short(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
