namespace Lethe.Interactive.Colours;

/// <summary>
/// The kit's colours: those of Okabe and Ito (2008), told apart by readers with any colour vision, less the black and the light yellow that
/// vanish on a dark and
/// on a white page. After the last they begin again, with another marker or dash.
/// </summary>
public static class Palette
{
    /// <summary>What stands out: the class to be forgotten, the point that is discussed.</summary>
    public const string Highlight = "#d7191c";

    /// <summary>Letters, and marks that mean no series; reads on white (4.5 : 1) and on a dark page (4.2 : 1).</summary>
    public const string Neutral = "#777777";

    /// <summary>From low to high, for one kind of value.</summary>
    public const string Sequential = "Viridis";

    private static readonly string[] Symbols = ["circle", "diamond", "triangle-up", "square", "cross"];
    private static readonly string[] Dashes = ["solid", "dash", "dot", "dashdot"];

    /// <summary>In the order of use: blue, orange, green, purple, sky blue, vermilion, grey.</summary>
    public static IReadOnlyList<string> Series { get; } = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#8c8c8c"];

    /// <summary>From negative through nothing to positive.</summary>
    public static IReadOnlyList<(double At, string Colour)> Diverging { get; } = [(0, "#0072b2"), (0.5, "#f2f2f2"), (1, "#d55e00")];

    /// <summary>The colour of the series of that number.</summary>
    public static string Colour(int series) => Series[series % Series.Count];

    /// <summary>The same, so that what lies under it shows.</summary>
    /// <param name="alpha">0 is invisible, 1 hides what is below.</param>
    public static string Colour(int series, double alpha) => Fade(Colour(series), alpha);

    /// <summary>Tells a series from the one before with the same colour.</summary>
    public static string Symbol(int series) => Symbols[series / Series.Count % Symbols.Length];

    /// <summary>Tells a line from the one before with the same colour.</summary>
    public static string Dash(int series) => Dashes[series / Series.Count % Dashes.Length];

    internal static string Fade(string colour, double alpha)
    {
        var (red, green, blue) = (Byte(1), Byte(3), Byte(5));
        return string.Create(CultureInfo.InvariantCulture, $"rgba({red},{green},{blue},{alpha:0.##})");

        int Byte(int at) => Convert.ToInt32(colour.Substring(at, 2), 16);
    }
}
