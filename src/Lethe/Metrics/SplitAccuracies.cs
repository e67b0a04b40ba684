using Lethe.Data;
using Lethe.Models;

namespace Lethe.Metrics;

/// <summary>
/// The four accuracies of one network, as in the slides, in percent (<see cref="Accuracy"/>); NaN for a part without images.
/// </summary>
/// <param name="Retain">D_r: training images that are kept; higher is better.</param>
/// <param name="Forget">D_f: training images to forget. Of a class lower is better; of images within classes as low as Retrain's.</param>
/// <param name="RetainTest">D_tr: test images of the classes that are kept; higher is better.</param>
/// <param name="ForgetTest">D_tf: test images of what is forgotten; as D_f.</param>
public sealed record SplitAccuracies(double Retain, double Forget, double RetainTest, double ForgetTest)
{
    /// <summary>Whether only training images are forgotten: <see cref="RetainTest"/> is then D_t, the whole test set, and there is no
    /// D_tf and no <see cref="Score"/>.</summary>
    public bool TestIsWhole { get; init; }

    /// <summary>US.</summary>
    public double Score => UnlearningScore.Of(RetainTest, ForgetTest);

    public static SplitAccuracies Of(Classifier model, ForgetSplit split, Precision precision = Precision.Float32)
    {
        double On(ImageSubset images) => Accuracy.Of(model, images, precision);
        return new(On(split.RetainTrain), On(split.ForgetTrain), On(split.RetainTest), On(split.ForgetTest))
        {
            TestIsWhole = split.TestIsWhole,
        };
    }

    /// <summary>From numbers by name; null if one is missing.</summary>
    public static SplitAccuracies? Of(Func<string, double?> number) =>
        (number("D_r"), number("D_f"), number("D_tr"), number("D_tf"), number("D_t")) switch
        {
            ({ } retain, { } forget, { } retainTest, { } forgetTest, _) => new(retain, forget, retainTest, forgetTest),
            ({ } retain, { } forget, null, null, { } test) => new(retain, forget, test, double.NaN) { TestIsWhole = true },
            _ => null,
        };

    /// <summary>By name, in the slides' order.</summary>
    public IReadOnlyList<(string Name, double Percent)> Parts =>
        TestIsWhole
            ? [("D_r", Retain), ("D_f", Forget), ("D_t", RetainTest)]
            : [("D_r", Retain), ("D_f", Forget), ("D_tr", RetainTest), ("D_tf", ForgetTest)];

    /// <summary>
    /// The average gap: the mean distance of the four accuracies, or of three where there is no D_tf, to Retrain's, in points. Lower is
    /// better; over-unlearning counts as much as under-unlearning.
    /// <para>Source: the average gap of SalUn (ICLR 2024) and RUAGO (NeurIPS 2025), here over D_r, D_f, D_tr and D_tf.</para>
    /// </summary>
    public double GapTo(SplitAccuracies retrain) =>
        // gap = 1/4 sum over S in {D_r, D_f, D_tr, D_tf} of |ACC_u(S) - ACC_r(S)|
        (
            Math.Abs(Retain - retrain.Retain)
            + Math.Abs(Forget - retrain.Forget)
            + Math.Abs(RetainTest - retrain.RetainTest)
            + (TestIsWhole ? 0 : Math.Abs(ForgetTest - retrain.ForgetTest))
        ) / Parts.Count;

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
