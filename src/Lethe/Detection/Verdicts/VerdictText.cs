namespace Lethe.Detection.Verdicts;

/// <summary>The words of a verdict, the same in a terminal and on a page.</summary>
internal static class VerdictText
{
    /// <summary>A file's name may hold anything, also commands for a terminal.</summary>
    public static string Safe(string text) => string.Concat(text.Select(static letter => char.IsControl(letter) ? '?' : letter));

    /// <summary>real, unsure, FAKE.</summary>
    public static string Word(Verdict verdict) => verdict == Verdict.Fake ? "FAKE" : Key(verdict);

    /// <summary>real, unsure, fake: for programs.</summary>
    public static string Key(Verdict verdict) => verdict.ToString().ToLowerInvariant();

    public static string Number(double probability) => probability.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>How many came out how.</summary>
    public static string Summary(ExamineResult result)
    {
        var counts = result
            .Examined.GroupBy(static file => file.Verdict!.Value)
            .OrderByDescending(static group => group.Key)
            .Select(static group => $"{group.Count()} {Word(group.Key)}");
        var refused = result.Refused.Count();
        var said = string.Join(", ", refused > 0 ? counts.Append($"{refused} not examined") : counts);
        return $"{result.Files.Count} {(result.Files.Count == 1 ? "file" : "files")}: {(said.Length > 0 ? said : "none examined")}."
            + (result.Others > 0 ? $" {result.Others} other files were left out." : "");
    }

    /// <summary>What the numbers mean.</summary>
    public static string Meaning(ExamineResult result) =>
        FormattableString.Invariant($"{result.Facts.Title}: probability of fake, calibrated; ")
        + (
            result.Band.Low < result.Band.High
                ? $"{Unsure(result.Band)}."
                : FormattableString.Invariant($"fake from {result.Band.High:0.###} on.")
        );

    public static string Unsure(UnsureBand band) => FormattableString.Invariant($"unsure from {band.Low:0.###} to {band.High:0.###}");

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
        foreach (var (i, face) in file.IsVideo ? [] : file.Frames.SelectMany(static frame => frame.Faces).Index())
        {
            foreach (var note in face.Notes)
            {
                yield return $"Face {i + 1}: {note}";
            }
        }
    }
}
