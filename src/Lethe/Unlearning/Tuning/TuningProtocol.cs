namespace Lethe.Unlearning.Tuning;

/// <summary>
/// How settings are searched, the same for every method: with how many trials, on what, and at what cost at most. Neither seeds nor classes
/// nor images of what is reported take part.
/// </summary>
public sealed record TuningProtocol
{
    /// <summary>Tuned on a class that is reported, the classes stay apart: the first two of these that are not it.</summary>
    private static readonly int[] Candidates = [1, 4, 7];

    private const int Sets = 2;

    /// <summary>The first seed of a tuning's networks; those of tables count from 0.</summary>
    public const int FirstSeed = 900;

    /// <summary>How many, if nothing else is said; trial 0 is the method as the catalogue has it.</summary>
    public const int Trials = 24;

    /// <summary>V, of the training images of each class; no network of a tuning is trained on it.</summary>
    public double ValidationShare { get; init; } = 0.05;

    /// <summary>Of the draw of V.</summary>
    public int ValidationSeed { get; init; } = 950;

    /// <summary>
    /// What a trial may cost, as a share of Retrain. The usual bound is 1; a method that costs more than half of Retrain is not worth
    /// tuning where Retrain takes half a minute.
    /// </summary>
    public double MostOfRetrain { get; init; } = 0.5;

    /// <summary>Of networks and of unlearning.</summary>
    public IReadOnlyList<int> Seeds { get; init; } = [FirstSeed, FirstSeed + 1];

    /// <summary>tau, percent: a class counts as forgotten if no more of D_f, nor of its part of V, is called by its label.</summary>
    public const double Forgotten = 1;

    /// <summary>Percent of V_r: a trial that keeps less is killed.</summary>
    public const double Killed = 50;

    /// <summary>Points of V_r within which trials tie; the cheaper one wins then.</summary>
    public const double Tie = 0.1;

    /// <summary>The classes that are forgotten while tuning for tables of another class.</summary>
    public static IReadOnlyList<int> ClassesFor(int reported) => [.. Candidates.Where(one => one != reported).Take(Sets)];
}
