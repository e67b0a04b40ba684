namespace Lethe.Interactive.Formatting.Drawing;

/// <summary>A bar's label: within it where it fits, otherwise beyond its end.</summary>
internal static class BarText
{
    public static void Draw(SvgCanvas canvas, Box plot, Box bar, string text, bool isLying, bool isNegative, bool isOutside, Colour fill, TextStyle font)
    {
        var (width, height) = (LabelText.Width(text, font.Size), LabelText.Height(text, font.Size));
        var isInside = !isOutside && width <= bar.Width - 4 && height <= bar.Height - 4;
        var letters = isInside ? font with { Colour = fill.IsDark ? Colour.White : new(0x22, 0x22, 0x22) } : font;
        if (isLying)
        {
            var isAtRight = isInside != isNegative;
            var x = isNegative ? bar.Left + (isInside ? 4 : -4) : bar.Right + (isInside ? -4 : 4);
            canvas.Text(x, bar.Top + (bar.Height / 2) + (font.Size * 0.35), text, letters with { Anchor = isAtRight ? "end" : "start" });
            return;
        }
        var y = isNegative == isInside ? bar.Bottom + (isInside ? -4 : font.Size + 2) : bar.Top + (isInside ? font.Size + 2 : -4);
        canvas.Text(bar.Left + (bar.Width / 2), Math.Max(y, plot.Top + font.Size - 2), text, letters with { Anchor = "middle" });
    }
}
