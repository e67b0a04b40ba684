namespace Lethe.Metrics;

/// <summary>What <see cref="UnlearningEvaluation"/> found.</summary>
/// <param name="Values">By name; every one finite, so that a record can hold it.</param>
/// <param name="Notes">What is missing or was measured on less than everything, and why.</param>
public sealed record EvaluationResult(SortedDictionary<string, double> Values, IReadOnlyList<string> Notes)
{
    public required SplitAccuracies Accuracies { get; init; }
}
