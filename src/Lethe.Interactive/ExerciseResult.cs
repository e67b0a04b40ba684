using Lethe.Experiments;

namespace Lethe.Interactive;

/// <summary>What became of an exercise.</summary>
/// <param name="Why">Why it is, or what to look at again.</param>
[TypeFormatterSource("Lethe.Interactive.ExerciseResultFormatterSource, Lethe.Interactive")]
public sealed record ExerciseResult(string Exercise, bool IsRight, string Why)
{
    /// <summary><c>Exercise 2: right. …</c> or <c>Exercise 2: not yet. …</c>; a grader reads it.</summary>
    public override string ToString() => $"Exercise {Exercise}: {(IsRight ? "right" : "not yet")}. {Why}";
}
