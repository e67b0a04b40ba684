using Lethe.Interactive.Charts;
using Lethe.Interactive.Colours;
using Lethe.Interactive.Formatting.Stills;

namespace Lethe.Tests.Interactive.Colours;

public sealed class PaletteTests
{
    public static TheoryData<string> Marks => [.. Palette.Series.Append(Palette.Highlight).Append(Palette.Neutral)];

    // WCAG 2 asks 3 : 1 of the parts of a picture. On white, the palette's light blue and orange stay below: they never stand alone, but in
    // areas and with symbols.
    [Theory]
    [MemberData(nameof(Marks))]
    public void Every_colour_is_seen_on_white_and_on_a_dark_page(string colour)
    {
        Assert.True(Contrast(colour, "#ffffff") >= 2, $"on white: {Contrast(colour, "#ffffff"):0.00}");
        Assert.True(Contrast(colour, "#111111") >= 3, $"on black: {Contrast(colour, "#111111"):0.00}");
    }

    [Fact]
    public void Letters_are_read_on_both()
    {
        Assert.True(Contrast(Palette.Neutral, "#ffffff") >= 4.4);
        Assert.True(Contrast(Palette.Neutral, "#111111") >= 4.2);
    }

    [Fact]
    public void No_two_series_look_the_same() =>
        Assert.Equal(
            28,
            Enumerable.Range(0, 28).Select(static k => (Palette.Colour(k), Palette.Symbol(k), Palette.Dash(k))).Distinct().Count()
        );

    private static double Contrast(string a, string b)
    {
        var (light, dark) = (Luminance(a), Luminance(b));
        (light, dark) = (Math.Max(light, dark), Math.Min(light, dark));
        return (light + 0.05) / (dark + 0.05);
    }

    private static double Luminance(string text) => StillColour.Parse(text)!.Value.Luminance();
}
