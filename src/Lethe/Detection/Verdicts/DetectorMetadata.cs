using System.Globalization;
using Lethe.Detection.Detectors;
using Lethe.Runtime;

namespace Lethe.Detection.Verdicts;

/// <summary><see cref="DetectorFacts"/> as the text beside the tensors of a file. Any file may claim anything: what is out of range is
/// refused.</summary>
internal static class DetectorMetadata
{
    public const string Format = "lethe-detector/1";

    private const int MostTitle = 200,
        MostSentence = 600,
        MostCard = 100_000;

    public static Dictionary<string, string> Write(DetectorFacts facts) =>
        new()
        {
            ["format"] = Format,
            ["title"] = facts.Title,
            ["architecture"] = facts.Spec.Architecture,
            ["width"] = Text(facts.Spec.Width),
            ["built_for_side"] = Text(facts.Spec.Side),
            ["side"] = Text(facts.Side),
            ["mean"] = Text([.. facts.Normalization.Mean]),
            ["std"] = Text([.. facts.Normalization.Std]),
            ["margin"] = Text(facts.Margin),
            ["slope"] = Text(facts.Calibration.Slope),
            ["offset"] = Text(facts.Calibration.Offset),
            ["unsure_from"] = Text(facts.Band.Low),
            ["unsure_to"] = Text(facts.Band.High),
            ["training_record"] = facts.TrainingRecord,
            ["never_seen"] = facts.NeverSeen,
            ["card"] = facts.Card,
        };

    /// <exception cref="LetheException">Something is missing or out of range (<see cref="ExitCode.BadFile"/>).</exception>
    public static DetectorFacts Read(IReadOnlyDictionary<string, string> metadata, string path)
    {
        if (metadata.GetValueOrDefault("format") != Format)
        {
            throw Refused("format", $"'{Format}'");
        }
        var side = (int)Number("side", 16, 1024, isWhole: true);
        var built = (int)Number("built_for_side", 0, 1024, isWhole: true);
        if (built != 0 && built != side)
        {
            throw Refused("built_for_side", Invariant($"0 or the side, {side}"));
        }
        var architecture =
            DetectorCatalog.Names.FirstOrDefault(name => name == metadata.GetValueOrDefault("architecture"))
            ?? throw Refused("architecture", string.Join(", ", DetectorCatalog.Names));
        var band = new UnsureBand(Number("unsure_from", 0, 1), Number("unsure_to", 0, 1));
        return new(
            Sentence("title", MostTitle),
            new(architecture, 2, Number("width", 0.01, 2), 3, built),
            side,
            new(Three("mean", -1, 2), Three("std", 0.01f, 10)),
            Sentence("never_seen", MostSentence),
            Card(),
            Sentence("training_record", MostTitle)
        )
        {
            Margin = Number("margin", 1, 4),
            Calibration = new(Number("slope", 1e-3, 1e3), Number("offset", -1e4, 1e4)),
            Band = band.IsValid ? band : throw Refused("unsure_to", "at least unsure_from"),
        };

        double Number(string key, double least, double most, bool isWhole = false) =>
            double.TryParse(metadata.GetValueOrDefault(key), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && value >= least
            && value <= most
            && (!isWhole || value == Math.Floor(value))
                ? value
                : throw Refused(key, Invariant($"a {(isWhole ? "whole " : "")}number from {least} to {most}"));

        float[] Three(string key, float least, float most)
        {
            var parts = metadata.GetValueOrDefault(key, "").Split(' ');
            var values = parts
                .Select(static part =>
                    float.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : float.NaN
                )
                .ToArray();
            return values.Length == 3 && values.All(value => value >= least && value <= most)
                ? values
                : throw Refused(key, Invariant($"three numbers from {least} to {most}"));
        }

        // Goes to a terminal: a line may hold no command for one.
        string Sentence(string key, int most) =>
            metadata.GetValueOrDefault(key) is { } text
            && !string.IsNullOrWhiteSpace(text)
            && text.Length <= most
            && !text.Any(char.IsControl)
                ? text.Trim()
                : throw Refused(key, $"one line of at most {most} letters");

        string Card() =>
            metadata.GetValueOrDefault("card") is { } text
            && !string.IsNullOrWhiteSpace(text)
            && text.Length <= MostCard
            && !text.Any(static letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t'))
                ? text
                : throw Refused("card", $"text of at most {MostCard} letters");

        LetheException Refused(string key, string wanted) =>
            LetheException.BadFile(
                $"{path} is not a detector of Lethe that can be used: its {key} is "
                    + $"{(metadata.TryGetValue(key, out var value) ? $"'{Shown(value)}'" : "missing")}, and should be {wanted}."
            );
    }

    private static string Shown(string value) => new([.. value.Take(40).Select(static letter => char.IsControl(letter) ? '?' : letter)]);

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Text(float[] values) =>
        string.Join(' ', values.Select(static value => value.ToString("R", CultureInfo.InvariantCulture)));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
