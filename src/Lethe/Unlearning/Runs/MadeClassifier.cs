namespace Lethe.Unlearning.Runs;

/// <summary>What came of <see cref="ClassifierMaking"/>.</summary>
/// <param name="Right">Of each class: how many photographs set aside for testing there are, and how many the network knows.</param>
/// <param name="Seconds">Of training, over all sittings.</param>
/// <param name="ResumedAt">Epochs that an earlier sitting had done.</param>
public sealed record MadeClassifier(IReadOnlyList<(string Class, int Train, int Test, int Right)> Right, double Seconds, int ResumedAt)
{
    /// <summary>Percent of the test photographs; not a number if there are none.</summary>
    public double Accuracy => 100.0 * Right.Sum(static one => one.Right) / Right.Sum(static one => one.Test);

    /// <summary>Percent, the mean over classes, so that a large one counts as much as a small one.</summary>
    public double BalancedAccuracy =>
        Right.Where(static one => one.Test > 0).Select(static one => 100.0 * one.Right / one.Test).DefaultIfEmpty(double.NaN).Average();
}
