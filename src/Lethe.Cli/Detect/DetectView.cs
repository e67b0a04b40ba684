using Lethe.Cli.Views;
using Lethe.Detection.Verdicts;
using Spectre.Console;

namespace Lethe.Cli.Detect;

/// <summary>A line for each face of a picture and for each video: with coloured bars for a person, columns of numbers for a file.</summary>
internal static class DetectView
{
    private const string Bars = "▁▂▃▄▅▆▇█";

    // Below, the strip is drawn without its numbers.
    private const int WideEnough = 100;

    // Between two columns, and at both edges; the least that a file's name gets.
    private const int Gap = 3,
        LeastName = 16;

    public static void Write(Terminal terminal, ExamineResult result)
    {
        var isSeen = Terminal.IsSeen(terminal.Screen);
        Action<string> line = isSeen ? terminal.Screen.WriteLine : terminal.Out.WriteLine;
        var rows = result.Examined.SelectMany(Rows).ToList();
        var points = rows.FirstOrDefault(static row => row.Strip is not null)?.Strip!.Points.Skip(1).ToList() ?? [];
        if (rows.Count > 0 && isSeen)
        {
            Draw(terminal.Screen, rows, points);
        }
        else if (rows.Count > 0)
        {
            PlainTable.Write(
                terminal,
                ["File", "Face", "Verdict", "Fake", .. points.Select(static point => point.Title)],
                rows.Select(row =>
                    (string[])
                        [
                            row.File,
                            row.Face,
                            VerdictText.Word(row.Verdict),
                            VerdictText.Number(row.Probability),
                            .. points.Select((_, i) => row.Strip?.Points[i + 1].Probability is { } p ? VerdictText.Number(p) : "-"),
                        ]
                )
            );
        }
        foreach (var file in result.Examined)
        {
            var name = VerdictText.Safe(file.Path);
            name = isSeen ? FittedName.Of(name, terminal.Screen.Profile.Width / 2) : name;
            foreach (var note in VerdictText.Notes(file))
            {
                line($"{name}: {note}");
            }
        }
        line(VerdictText.Summary(result));
        line(VerdictText.Meaning(result));
        line(VerdictText.NeverSeen(result.Facts));
    }

    /// <summary>A bar as high as the probability, its number in percent.</summary>
    internal static string Cell(StripPoint point, UnsureBand band) =>
        $"{Bar(point, band)}{(point.Probability is { } probability ? StripImage.Percent(probability) : ""), -3}";

    private static string Bar(StripPoint point, UnsureBand band) =>
        point.Probability is { } probability ? $"[{Colour(band.Of(probability))}]{Bars[Math.Min(7, (int)(8 * probability))]}[/]" : "–";

    private static IEnumerable<Row> Rows(FileVerdict file)
    {
        var path = VerdictText.Safe(file.Path);
        return file.IsVideo
            ? [new(path, $"{file.Frames.Count} frames", file.Verdict!.Value, file.Probability!.Value, file.Strip)]
            : file
                .Frames.SelectMany(static frame => frame.Faces)
                .Select(
                    (face, i) =>
                        new Row(
                            path,
                            FormattableString.Invariant($"{i + 1} at {face.Box.Left:0},{face.Box.Top:0}"),
                            face.Verdict,
                            face.Probability,
                            face.Strip
                        )
                );
    }

    private static void Draw(IAnsiConsole screen, List<Row> rows, List<StripPoint> points)
    {
        var isWide = screen.Profile.Width >= WideEnough;
        // J95 is JPEG of quality 95, C23 is H.264 of rate factor 23.
        var letters = points.Select(static point => $"{(point.Kind == StripPoint.Jpeg ? 'J' : 'C')}{point.Level, -3}");
        var heading =
            points.Count == 0 ? ""
            : isWide ? string.Join(' ', letters).TrimEnd() + " %"
            : "Strip";
        var others = rows.Max(static row => row.Face.Length) + "Verdict".Length + "0.000".Length + Math.Max(heading.Length, points.Count);
        var width = Math.Max(LeastName, screen.Profile.Width - others - (6 * Gap));
        var table = new Table { Border = TableBorder.Simple };
        foreach (var name in (string[])["File", "Face", "Verdict", "Fake", heading])
        {
            var column = new TableColumn(new Text(name)) { NoWrap = name != "Fake" };
            table.AddColumn(name == "Fake" ? column.RightAligned() : column);
        }
        foreach (var (i, row) in rows.Index())
        {
            var isNext = i > 0 && rows[i - 1].File == row.File;
            var strip = row.Strip?.Points.Skip(1).Select(point => isWide ? Cell(point, row.Strip.Band) : Bar(point, row.Strip.Band)) ?? [];
            table.AddRow(
                new Text(isNext ? "" : FittedName.Of(row.File, width)),
                new Text(row.Face),
                new Markup($"[bold {Colour(row.Verdict)}]{VerdictText.Word(row.Verdict)}[/]"),
                new Text(VerdictText.Number(row.Probability)),
                new Markup(string.Join(isWide ? " " : "", strip))
            );
        }
        screen.Write(table);
        if (!isWide && points.Count > 0)
        {
            screen.WriteLine(
                $"Bars: {string.Join(", ", points.Select(static point => point.Title))}; their numbers from {WideEnough} "
                    + $"columns on, or with --json."
            );
        }
    }

    private static string Colour(Verdict verdict) =>
        verdict switch
        {
            Verdict.Real => "#56b4e9",
            Verdict.Fake => "#d55e00",
            _ => "#999999",
        };

    private sealed record Row(string File, string Face, Verdict Verdict, double Probability, RobustnessStrip? Strip);
}
