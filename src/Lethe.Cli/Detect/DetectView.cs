using Lethe.Cli.Output;
using Lethe.Cli.Views;
using Lethe.Detection.Verdicts;
using Spectre.Console;

namespace Lethe.Cli.Detect;

/// <summary>The verdicts as a table: for a person with a small bar for each quality, in a colour, and its number; columns of numbers for a
/// file.</summary>
internal static class DetectView
{
    private const string Bars = "▁▂▃▄▅▆▇█";

    // Below, the strip is drawn without its numbers.
    private const int WideEnough = 100;

    // Between two columns, and at both edges; the least that a file's name gets.
    private const int Gap = 3,
        LeastName = 16;

    public static void Write(Terminal terminal, DetectResult result)
    {
        var rows = result.Examined.SelectMany(DetectRow.Of).ToList();
        if (rows.Count > 0 && Terminal.IsSeen(terminal.Screen))
        {
            Draw(terminal.Screen, rows);
        }
        else if (rows.Count > 0)
        {
            Plain(terminal, rows);
        }
        foreach (var file in result.Examined)
        {
            var name = DetectText.Safe(file.Path);
            foreach (var note in DetectText.Notes(file))
            {
                Line(
                    terminal,
                    $"{(Terminal.IsSeen(terminal.Screen) ? FittedName.Of(name, terminal.Screen.Profile.Width / 2) : name)}: {note}"
                );
            }
        }
        Line(terminal, DetectText.Summary(result));
        Line(terminal, DetectText.Meaning(result));
        Line(terminal, DetectText.NeverSeen(result.Facts));
    }

    /// <summary>A bar as high as the probability, its number in percent.</summary>
    internal static string Cell(StripPoint point, UnsureBand band) =>
        point.Probability is { } probability ? $"{Bar(point, band)}{DetectText.Percent(probability), -3}" : $"{Bar(point, band)}   ";

    private static string Bar(StripPoint point, UnsureBand band) =>
        point.Probability is { } probability ? $"[{Colour(band.Of(probability))}]{Bars[Math.Min(7, (int)(8 * probability))]}[/]" : "–";

    private static void Draw(IAnsiConsole screen, List<DetectRow> rows)
    {
        var isWide = screen.Profile.Width >= WideEnough;
        var points = rows.FirstOrDefault(static row => row.Strip is not null)?.Strip?.Points.Skip(1).ToList() ?? [];
        var heading =
            isWide ? Heading(points)
            : points.Count > 0 ? "Strip"
            : "";
        var others = rows.Max(static row => row.Face.Length) + "Verdict".Length + "0.000".Length + Math.Max(heading.Length, points.Count);
        var width = Math.Max(LeastName, screen.Profile.Width - others - (6 * Gap));
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn(new TableColumn("File") { NoWrap = true });
        table.AddColumn(new TableColumn("Face") { NoWrap = true });
        table.AddColumn(new TableColumn("Verdict") { NoWrap = true });
        table.AddColumn(new TableColumn("Fake").RightAligned());
        table.AddColumn(new TableColumn(new Text(heading)) { NoWrap = true });
        foreach (var (i, row) in rows.Index())
        {
            var isNext = i > 0 && rows[i - 1].File == row.File;
            table.AddRow(
                new Text(isNext ? "" : FittedName.Of(row.File, width)),
                new Text(row.Face),
                new Markup($"[bold {Colour(row.Verdict)}]{DetectText.Word(row.Verdict)}[/]"),
                new Text(DetectText.Number(row.Probability)),
                new Markup(
                    row.Strip is { } strip
                        ? string.Join(
                            isWide ? " " : "",
                            strip.Points.Skip(1).Select(point => isWide ? Cell(point, strip.Band) : Bar(point, strip.Band))
                        )
                        : ""
                )
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

    // J95 is JPEG of quality 95, C23 is H.264 of rate factor 23.
    private static string Heading(List<StripPoint> points) =>
        points.Count > 0
            ? string.Join(' ', points.Select(static point => $"{(point.Kind == StripPoint.Jpeg ? 'J' : 'C')}{point.Level, -3}")).TrimEnd()
                + " %"
            : "";

    private static void Plain(Terminal terminal, List<DetectRow> rows)
    {
        var strip = rows.FirstOrDefault(static row => row.Strip is not null)?.Strip?.Points.Skip(1).ToList() ?? [];
        PlainTable.Write(
            terminal,
            ["File", "Face", "Verdict", "Fake", .. strip.Select(static point => point.Title)],
            rows.Select(row =>
                (string[])
                    [
                        row.File,
                        row.Face,
                        DetectText.Word(row.Verdict),
                        DetectText.Number(row.Probability),
                        .. strip.Select(
                            (_, i) => row.Strip?.Points[i + 1].Probability is { } probability ? DetectText.Number(probability) : "-"
                        ),
                    ]
            )
        );
    }

    private static void Line(Terminal terminal, string text)
    {
        if (Terminal.IsSeen(terminal.Screen))
        {
            terminal.Screen.WriteLine(text);
        }
        else
        {
            terminal.Out.WriteLine(text);
        }
    }

    private static string Colour(Verdict verdict) =>
        verdict switch
        {
            Verdict.Real => "#56b4e9",
            Verdict.Fake => "#d55e00",
            _ => "#999999",
        };
}
