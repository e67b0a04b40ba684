using Lethe.Detection.Detectors;

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
            ["mean"] = string.Join(' ', facts.Normalization.Mean.Select(Text)),
            ["std"] = string.Join(' ', facts.Normalization.Std.Select(Text)),
            ["margin"] = Text(facts.Margin),
            ["slope"] = Text(facts.Calibration.Slope),
            ["offset"] = Text(facts.Calibration.Offset),
            ["unsure_from"] = Text(facts.Band.Low),
            ["unsure_to"] = Text(facts.Band.High),
            ["training_record"] = facts.TrainingRecord,
            ["never_seen"] = facts.NeverSeen,
            ["card"] = facts.Card,
        };

    public static DetectorFacts Read(IReadOnlyDictionary<string, string> metadata, string path)
    {
        var given = new Claims(metadata, path);
        given.OneOf("format", [Format]);
        var side = given.Whole("side", 16, 1024);
        var built = given.Whole("built_for_side", 0, 1024);
        var band = new UnsureBand(given.Number("unsure_from", 0, 1), given.Number("unsure_to", 0, 1));
        return new(
            given.Line("title", MostTitle),
            new(given.OneOf("architecture", DetectorCatalog.Names), 2, given.Number("width", 0.01, 2), 3, built),
            built == 0 || built == side ? side : throw given.Refused("built_for_side", $"0 or the side, {side}"),
            new(given.Three("mean", -1, 2), given.Three("std", 0.01f, 10)),
            given.Line("never_seen", MostSentence),
            given.Text("card", MostCard, "text", "\n\r\t"),
            given.Line("training_record", MostTitle)
        )
        {
            Margin = given.Number("margin", 1, 4),
            Calibration = new(given.Number("slope", 1e-3, 1e3), given.Number("offset", -1e4, 1e4)),
            Band = band.IsValid ? band : throw given.Refused("unsure_to", $"at least unsure_from"),
        };
    }

    private static string Text<T>(T value)
        where T : IFormattable => value.ToString("R", CultureInfo.InvariantCulture);

    private sealed class Claims(IReadOnlyDictionary<string, string> metadata, string path)
    {
        private const NumberStyles Style = NumberStyles.Float;

        public string OneOf(string key, IReadOnlyList<string> known) =>
            known.FirstOrDefault(name => name == metadata.GetValueOrDefault(key)) ?? throw Refused(key, $"{string.Join(" or ", known)}");

        public double Number(string key, double least, double most, string what = "a number") =>
            double.TryParse(metadata.GetValueOrDefault(key), Style, CultureInfo.InvariantCulture, out var value)
            && value >= least
            && value <= most
                ? value
                : throw Refused(key, $"{what} from {least} to {most}");

        public int Whole(string key, int least, int most) =>
            Number(key, least, most, "a whole number") is var value && value == Math.Floor(value)
                ? (int)value
                : throw Refused(key, $"a whole number from {least} to {most}");

        public float[] Three(string key, float least, float most) =>
            metadata.GetValueOrDefault(key, "").Split(' ') is { Length: 3 } parts
            && Array.ConvertAll(
                parts,
                static part => float.TryParse(part, Style, CultureInfo.InvariantCulture, out var value) ? value : float.NaN
            )
                is var values
            && Array.TrueForAll(values, value => value >= least && value <= most)
                ? values
                : throw Refused(key, $"three numbers from {least} to {most}");

        // Goes to a terminal: a line may hold no command for one.
        public string Line(string key, int most) => Text(key, most, "one line", "").Trim();

        public string Text(string key, int most, string what, string controls) =>
            metadata.GetValueOrDefault(key) is { } text
            && !string.IsNullOrWhiteSpace(text)
            && text.Length <= most
            && text.All(letter => !char.IsControl(letter) || controls.Contains(letter))
                ? text
                : throw Refused(key, $"{what} of at most {most} letters");

        public LetheException Refused(string key, FormattableString wanted)
        {
            var said = metadata.TryGetValue(key, out var value)
                ? $"'{(value.Length > 40 ? value[..40] : value).ReplaceLineEndings("?")}'"
                : "missing";
            return LetheException.BadFile(
                $"{path} is not a detector of Lethe that can be used: its {key} is {said}, and should be "
                    + $"{FormattableString.Invariant(wanted)}."
            );
        }
    }
}
