using Lethe.Experiments.Tables;
using Lethe.Pages;

namespace Lethe.Unlearning.Tables;

/// <summary>
/// US against seconds on a logarithmic axis, a point a method: the good corner is the upper left one. Inline SVG, coloured by the style of
/// the page.
/// </summary>
internal static class UtilityTimeChart
{
    private const double Width = 520,
        Height = 300,
        Left = 46,
        Right = 24,
        Top = 12,
        Bottom = 40;
    private const double LabelGap = 13,
        LetterWidth = 6.3;

    private sealed record Point(string Method, string Label, double Seconds, double Score);

    /// <summary>A heading, and a picture of each model that has points; null if none has.</summary>
    public static (string Heading, string Svg)? Of(ResultTable utility, ResultTable efficiency)
    {
        var text = new StringBuilder();
        foreach (var (heading, columns) in utility.Blocks())
        {
            var points = Points(utility, efficiency, utility.Columns[columns[0]].Group);
            if (points.Count > 0)
            {
                Draw(text, heading, points);
            }
        }
        return text.Length > 0 ? ("Unlearning score against time", text.ToString()) : null;
    }

    private static List<Point> Points(ResultTable utility, ResultTable efficiency, string model) =>
        [
            .. from row in utility.Rows
            let score = utility.Find(row.Method, model, "US")?.Ours
            let time = efficiency.Find(row.Method, model, "total")?.Ours
            where score is not null && time is not null && time.Mean > 0 && double.IsFinite(time.Mean) && double.IsFinite(score.Mean)
            select new Point(row.Method, row.Label, time.Mean, score.Mean),
        ];

    private static void Draw(StringBuilder text, string model, List<Point> points)
    {
        var (first, last) = (
            Math.Floor(Math.Log10(points.Min(point => point.Seconds))),
            Math.Ceiling(Math.Log10(points.Max(point => point.Seconds)))
        );
        last = Math.Max(last, first + 1);
        var low = Math.Min(0.8, Math.Floor(points.Min(point => point.Score) * 10) / 10);
        double X(double seconds) => Left + ((Math.Log10(seconds) - first) / (last - first) * (Width - Left - Right));
        double Y(double score) => Top + ((1 - score) / (1 - low) * (Height - Top - Bottom));

        var name = Html.Escape(model);
        text.Append(
            $"<figure><svg viewBox=\"0 0 {N(Width)} {N(Height)}\" role=\"img\" aria-label=\"{name}: unlearning score against "
                + $"seconds, one point for each method\">\n"
        );
        for (var power = first; power <= last; power++)
        {
            var x = X(Math.Pow(10, power));
            text.Append(Line("grid", x, Top, x, Height - Bottom));
            text.Append(Words("tick", x, Height - Bottom + 15, "middle", Power((int)power)) + "\n");
        }
        var step = 1 - low > 0.45 ? 0.2 : 0.1;
        for (var score = 1.0; score >= low - 1e-9; score -= step)
        {
            text.Append(Line("grid", Left, Y(score), Width - Right, Y(score)));
            text.Append(Words("tick", Left - 6, Y(score) + 4, "end", score.ToString("F1", CultureInfo.InvariantCulture)) + "\n");
        }
        text.Append(Words("axis", (Left + Width - Right) / 2, Height - 6, "middle", "seconds (logarithmic)"));
        text.Append(
            $"<text class=\"axis\" transform=\"translate(12 {N((Top + Height - Bottom) / 2)}) rotate(-90)\" "
                + $"text-anchor=\"middle\">US</text>\n"
        );
        var placed = new List<(double From, double To, double Y)>();
        foreach (var point in points.OrderByDescending(point => point.Score).ThenBy(point => point.Method is "lau" ? 0 : 1))
        {
            Draw(text, point, X(point.Seconds), Y(point.Score), placed);
        }
        text.Append($"</svg><figcaption>{name}</figcaption></figure>\n");
    }

    private static void Draw(StringBuilder text, Point point, double x, double y, List<(double From, double To, double Y)> placed)
    {
        var (anchor, offset) = x > Width * 0.7 ? ("end", -9.0) : ("start", 9.0);
        var labelY = Place(placed, x + offset, offset > 0 ? 1 : -1, y, point.Label);
        var kind = point.Method is "lau" or "retrain" ? point.Method : "other";
        var label = Html.Escape(point.Label);
        if (Math.Abs(labelY - y) > 5)
        {
            text.Append(Line("leader", x, y, x + (offset * 0.8), labelY));
        }
        text.Append($"<g class=\"{kind}\">{Marker(kind, x, y)}<title>{label}: US {NumberText.Of(point.Score, MetricUnit.Score)} in ");
        text.Append($"{NumberText.Of(point.Seconds, MetricUnit.Seconds)} s</title></g>");
        text.Append(Words($"label {kind}", x + offset, labelY + 4, anchor, label) + "\n");
    }

    private static string Line(string kind, double x1, double y1, double x2, double y2) =>
        $"<line class=\"{kind}\" x1=\"{N(x1)}\" y1=\"{N(y1)}\" x2=\"{N(x2)}\" y2=\"{N(y2)}\"/>";

    private static string Words(string kind, double x, double y, string anchor, string words) =>
        $"<text class=\"{kind}\" x=\"{N(x)}\" y=\"{N(y)}\" text-anchor=\"{anchor}\">{words}</text>";

    // Shapes, not only colours: LAU a diamond, Retrain a square, the rest circles.
    private static string Marker(string kind, double x, double y) =>
        kind switch
        {
            "lau" => $"<path d=\"M{N(x)} {N(y - 7)}L{N(x + 7)} {N(y)}L{N(x)} {N(y + 7)}L{N(x - 7)} {N(y)}Z\"/>",
            "retrain" => $"<rect x=\"{N(x - 5)}\" y=\"{N(y - 5)}\" width=\"10\" height=\"10\"/>",
            _ => $"<circle cx=\"{N(x)}\" cy=\"{N(y)}\" r=\"4.5\"/>",
        };

    // The height of a label: that of its point, or as far below it as it takes to keep clear of the labels placed before.
    private static double Place(List<(double From, double To, double Y)> placed, double x, int direction, double y, string label)
    {
        var end = x + (direction * label.Length * LetterWidth);
        var (from, to) = (Math.Min(x, end), Math.Max(x, end));
        while (
            placed.Where(other => from < other.To && other.From < to && Math.Abs(y - other.Y) < LabelGap - 0.01).ToList()
                is { Count: > 0 } near
        )
        {
            y = near.Max(static other => other.Y) + LabelGap;
        }
        placed.Add((from, to, y));
        return y;
    }

    private static string Power(int power) =>
        power is >= -3 and <= 5
            ? Math.Pow(10, power).ToString("0.###", CultureInfo.InvariantCulture)
            : $"1e{power.ToString(CultureInfo.InvariantCulture)}";

    private static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
