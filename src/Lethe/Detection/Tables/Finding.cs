namespace Lethe.Detection.Tables;

/// <summary>A difference, and whether its 95 % interval lets one say anything.</summary>
/// <param name="Text">What is compared, for people; the difference is of the first named less the second.</param>
/// <param name="Mean">In points.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="Runs">How many seeds, or sets.</param>
public sealed record Finding(string Dataset, string Profile, string Text, double Mean, double Low, double High, int Runs)
{
    /// <summary><c>better</c> or <c>worse</c> if the interval leaves 0 out, else <c>not told apart</c>.</summary>
    public string Verdict =>
        Low > 0 ? "better"
        : High < 0 ? "worse"
        : "not told apart";
}
