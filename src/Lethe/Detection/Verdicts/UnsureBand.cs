namespace Lethe.Detection;

/// <summary>Between which probabilities of a forgery a detector does not say which.</summary>
/// <param name="Low">Below it: real.</param>
/// <param name="High">Above it: fake. Equal to <paramref name="Low"/> for a detector that is never unsure.</param>
public readonly record struct UnsureBand(double Low, double High)
{
    /// <summary>True if the limits are probabilities in their order.</summary>
    public bool IsValid => Low >= 0 && Low <= High && High <= 1;

    public Verdict Of(double probability) => probability < Low ? Verdict.Real : probability > High ? Verdict.Fake : Low < High ? Verdict.Unsure : Verdict.Fake;
}
