namespace Lethe.Metrics;

/// <summary>
/// ToW, tug of war: the product of how close an unlearned network comes to Retrain on what it should forget, keep and generalise to.
/// <para>Needs: the accuracies of the unlearned network and of Retrain. Direction: higher is better; 1 is Retrain.</para>
/// <para>Source: Zhao et al., "What makes unlearning hard" (arXiv 2406.01257), with D_tr for the test set:
/// the forgotten class's test images are no part of what should generalise.</para>
/// </summary>
public static class TugOfWar
{
    /// <returns>In [0, 1].</returns>
    public static double Of(SplitAccuracies unlearned, SplitAccuracies retrain)
    {
        // ToW = (1 - |dA_f|) (1 - |dA_r|) (1 - |dA_t|), dA = ACC_u - ACC_r as fractions
        return Kept(unlearned.Forget, retrain.Forget)
            * Kept(unlearned.Retain, retrain.Retain)
            * Kept(unlearned.RetainTest, retrain.RetainTest);

        static double Kept(double ours, double theirs) => 1 - (Math.Abs(ours - theirs) / 100);
    }
}
