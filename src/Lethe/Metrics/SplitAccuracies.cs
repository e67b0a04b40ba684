using Lethe.Data;
using Lethe.Models;

namespace Lethe.Metrics;

/// <summary>
/// The four accuracies of one network, as in the slides, in percent (<see cref="Accuracy"/>); NaN for a part without images.
/// </summary>
/// <param name="Retain">D_r: training images of the other classes; higher is better.</param>
/// <param name="Forget">D_f: training images of the forgotten class; lower is better.</param>
/// <param name="RetainTest">D_tr: test images of the other classes; higher is better.</param>
/// <param name="ForgetTest">D_tf: test images of the forgotten class; lower is better.</param>
public sealed record SplitAccuracies(double Retain, double Forget, double RetainTest, double ForgetTest)
{
    /// <summary>US.</summary>
    public double Score => UnlearningScore.Of(RetainTest, ForgetTest);

    public static SplitAccuracies Of(Classifier model, ForgetSplit split, Precision precision = Precision.Float32)
    {
        double On(ImageSubset images) => Accuracy.Of(model, images, precision);
        return new(On(split.RetainTrain), On(split.ForgetTrain), On(split.RetainTest), On(split.ForgetTest));
    }

    /// <summary>From numbers by name; null if one is missing.</summary>
    public static SplitAccuracies? Of(Func<string, double?> number) =>
        (number("D_r"), number("D_f"), number("D_tr"), number("D_tf")) is ({ } retain, { } forget, { } retainTest, { } forgetTest)
            ? new(retain, forget, retainTest, forgetTest)
            : null;

    /// <summary>By name, in the slides' order.</summary>
    public IReadOnlyList<(string Name, double Percent)> Parts =>
        [("D_r", Retain), ("D_f", Forget), ("D_tr", RetainTest), ("D_tf", ForgetTest)];

    /// <summary>
    /// The average gap: the mean distance of the four accuracies to Retrain's, in points. Lower is better; over-unlearning counts as much
    /// as under-unlearning.
    /// <para>Source: the average gap of SalUn (ICLR 2024) and RUAGO (NeurIPS 2025), here over D_r, D_f, D_tr and D_tf.</para>
    /// </summary>
    public double GapTo(SplitAccuracies retrain) =>
        // gap = 1/4 sum over S in {D_r, D_f, D_tr, D_tf} of |ACC_u(S) - ACC_r(S)|
        (
            Math.Abs(Retain - retrain.Retain)
            + Math.Abs(Forget - retrain.Forget)
            + Math.Abs(RetainTest - retrain.RetainTest)
            + Math.Abs(ForgetTest - retrain.ForgetTest)
        ) / 4;

    /// <summary>
    /// US-to-retrain, <c>|US_u - US_r|</c>; lower is better. A score above Retrain's counts as a difference too: a network that was never
    /// shown the class does not score 1 either.
    /// </summary>
    public double ScoreGapTo(SplitAccuracies retrain) => Math.Abs(Score - retrain.Score);

    /// <summary>
    /// ToW, tug of war: the product of how close the network comes to Retrain on what it should forget, keep and generalise to. 0 to 1,
    /// higher is better.
    /// <para>Source: Zhao et al., "What makes unlearning hard" (arXiv 2406.01257), with D_tr for the test set: the forgotten class's test
    /// images are no part of what should generalise.</para>
    /// </summary>
    public double TugOfWar(SplitAccuracies retrain)
    {
        // ToW = (1 - |dA_f|) (1 - |dA_r|) (1 - |dA_t|), dA = ACC_u - ACC_r as fractions
        return Kept(Forget, retrain.Forget) * Kept(Retain, retrain.Retain) * Kept(RetainTest, retrain.RetainTest);

        static double Kept(double ours, double theirs) => 1 - (Math.Abs(ours - theirs) / 100);
    }
}
