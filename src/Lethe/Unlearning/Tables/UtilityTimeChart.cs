using System.Globalization;
using System.Text;
using Lethe.Experiments.Reports;
using Lethe.Experiments.Tables;

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
            text.Append($"<line class=\"grid\" x1=\"{N(x)}\" y1=\"{N(Top)}\" x2=\"{N(x)}\" y2=\"{N(Height - Bottom)}\"/>");
            text.Append(
                $"<text class=\"tick\" x=\"{N(x)}\" y=\"{N(Height - Bottom + 15)}\" text-anchor=\"middle\">{Power((int)power)}</text>\n"
            );
        }
        var step = 1 - low > 0.45 ? 0.2 : 0.1;
        for (var score = 1.0; score >= low - 1e-9; score -= step)
        {
            text.Append($"<line class=\"grid\" x1=\"{N(Left)}\" y1=\"{N(Y(score))}\" x2=\"{N(Width - Right)}\" y2=\"{N(Y(score))}\"/>");
            text.Append(
                $"<text class=\"tick\" x=\"{N(Left - 6)}\" y=\"{N(Y(score) + 4)}\" "
                    + $"text-anchor=\"end\">{score.ToString("F1", CultureInfo.InvariantCulture)}</text>\n"
            );
        }
        text.Append(
            $"<text class=\"axis\" x=\"{N((Left + Width - Right) / 2)}\" y=\"{N(Height - 6)}\" text-anchor=\"middle\">seconds "
                + $"(logarithmic)</text>"
        );
        text.Append(
            $"<text class=\"axis\" transform=\"translate(12 {N((Top + Height - Bottom) / 2)}) rotate(-90)\" "
                + $"text-anchor=\"middle\">US</text>\n"
        );
        var placed = new List<(double From, double To, double Y)>();
        foreach (var point in points.OrderByDescending(point => point.Score).ThenBy(point => point.Method is "lau" ? 0 : 1))
        {
            var (x, y) = (X(point.Seconds), Y(point.Score));
            var (anchor, offset) = x > Width * 0.7 ? ("end", -9.0) : ("start", 9.0);
            var labelY = Place(placed, x + offset, offset > 0 ? 1 : -1, y, point.Label);
            var kind = point.Method is "lau" or "retrain" ? point.Method : "other";
            var detail =
                $"{Html.Escape(point.Label)}: US {NumberText.Of(point.Score, MetricUnit.Score)} in "
                + $"{NumberText.Of(point.Seconds, MetricUnit.Seconds)} s";
            if (Math.Abs(labelY - y) > 5)
            {
                text.Append($"<line class=\"leader\" x1=\"{N(x)}\" y1=\"{N(y)}\" x2=\"{N(x + (offset * 0.8))}\" y2=\"{N(labelY)}\"/>");
            }
            text.Append($"<g class=\"{kind}\">{Marker(kind, x, y)}<title>{detail}</title></g>");
            text.Append(
                $"<text class=\"label {kind}\" x=\"{N(x + offset)}\" y=\"{N(labelY + 4)}\" "
                    + $"text-anchor=\"{anchor}\">{Html.Escape(point.Label)}</text>\n"
            );
        }
        text.Append($"</svg><figcaption>{name}</figcaption></figure>\n");
    }

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
        while (placed.Any(other => from < other.To && other.From < to && Math.Abs(y - other.Y) < LabelGap - 0.01))
        {
            y =
                placed.Where(other => from < other.To && other.From < to && Math.Abs(y - other.Y) < LabelGap - 0.01).Max(other => other.Y)
                + LabelGap;
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
