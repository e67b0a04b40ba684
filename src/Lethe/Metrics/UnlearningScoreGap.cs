namespace Lethe.Metrics;

/// <summary>
/// US-to-retrain: <c>|US_u - US_r|</c>. A score above Retrain's counts as a difference too, for a network that was never
/// shown the class does not score 1 either.
/// <para>Needs: the test accuracies of the unlearned network and of Retrain. Direction: lower is better, 0 is Retrain.</para>
/// </summary>
public static class UnlearningScoreGap
{
    public static double Of(SplitAccuracies unlearned, SplitAccuracies retrain) => Math.Abs(unlearned.Score - retrain.Score);
}
