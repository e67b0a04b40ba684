namespace Lethe.Metrics;

/// <summary>
/// Average gap: the mean distance of the four accuracies to Retrain's, in percentage points.
/// <para>Needs: the accuracies of the unlearned network and of Retrain. Direction: lower is better, 0 is Retrain; over-unlearning counts as
/// much as under-unlearning.</para>
/// <para>Source: the average gap of SalUn (ICLR 2024) and RUAGO (NeurIPS 2025), here over D_r, D_f, D_tr and D_tf.</para>
/// </summary>
public static class RetrainGap
{
    public static double Of(SplitAccuracies unlearned, SplitAccuracies retrain) =>
        // gap = 1/4 sum over S in {D_r, D_f, D_tr, D_tf} of |ACC_u(S) - ACC_r(S)|
        (
            Math.Abs(unlearned.Retain - retrain.Retain)
            + Math.Abs(unlearned.Forget - retrain.Forget)
            + Math.Abs(unlearned.RetainTest - retrain.RetainTest)
            + Math.Abs(unlearned.ForgetTest - retrain.ForgetTest)
        ) / 4;
}
