namespace Lethe.Detection.Tables;

/// <summary>A difference, and whether its 95 % interval lets one say anything.</summary>
/// <param name="Text">The difference is of the first named less the second.</param>
/// <param name="Mean">In points.</param>
/// <param name="Runs">How many seeds, or sets.</param>
public sealed record Finding(string Dataset, string Profile, string Text, double Mean, double Low, double High, int Runs)
{
    public string Verdict =>
        Low > 0 ? "better"
        : High < 0 ? "worse"
        : "not told apart";
}
