using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Lethe.Training;
using Lethe.Unlearning.Forgetting;
using TorchSharp.Modules;

namespace Lethe.Unlearning;

/// <summary>
/// Layer Attack Unlearning (Kim, Lee and Woo, AAAI 2024): only the last linear layer changes. A frozen copy of it, the teacher, is shown
/// attacked features (<see cref="PartialPgd"/>); the student, shown the clean ones, learns what the teacher says
/// (<see cref="UnlearningLoss"/>).
/// </summary>
/// <remarks>
/// The features cannot change, so they are computed once: the whole method costs one forward pass over D_f. The paper does not print its
/// optimiser, learning rate, batch size, number of attack steps or radius; the defaults for them are this kit's. Whoever reads the features
/// still finds the class in them: see <see cref="LogitMask"/>.
/// </remarks>
public sealed record Lau : IUnlearningMethod
{
    /// <summary>The kit's default: five attack steps, each feature only until it crosses, and the guard.</summary>
    public static Lau Robust { get; } = new();

    /// <summary>The least that the paper's slides can mean: one attack step, no guard, the stop looked at between epochs.</summary>
    public static Lau Slides { get; } =
        new()
        {
            Steps = 1,
            EarlyExit = false,
            Guard = false,
            StopEverySteps = 0,
        };

    /// <summary>
    /// The one public re-implementation (cryingInitial/donjae-lab, <c>methods/lau.py</c>) as it runs when nothing is said: Adam at 0.01,
    /// batches of 64, three epochs at most, and a stop before an epoch of whose first batch nothing is called by its label. Its projection
    /// undoes most of the attack, its rate much of the head. For comparison only.
    /// </summary>
    /// <remarks>
    /// Its other optimizer: <c>Reimpl with { Optimizer = OptimizerKind.Sgd, WeightDecay = 5e-4 }</c>, at the same rate. One difference is
    /// left: it keeps the network in training mode, so that batch normalisation sees the batch and drifts towards D_f; here the features
    /// are those of evaluation mode and cannot change.
    /// </remarks>
    public static Lau Reimpl { get; } =
        new()
        {
            Steps = 40,
            Radius = 0.3,
            Clamp01 = true,
            EarlyExit = false,
            Guard = false,
            KlReduction = KlReduction.Mean,
            Optimizer = OptimizerKind.Adam,
            LearningRate = 0.01,
            BatchSize = 64,
            MaxEpochs = 3,
            StopAtFirstBatch = true,
            StopEverySteps = 0,
        };

    /// <summary>The paper's ablation: the attack moves the image through the whole network.</summary>
    public static Lau OriginalPgd { get; } =
        new()
        {
            Attack = AttackTarget.Image,
            StepSize = 8.0 / 255,
            Radius = 0.1,
        };

    /// <summary>Below one pass over D_f: reads it in growing parts, and stops at one that is forgotten before it was used.</summary>
    public static Lau Adaptive { get; } = new() { FirstPart = 0.05, Margin = 1 };

    public string Name => "lau";

    public string Title => "LAU";

    public DataAccess Reads => DataAccess.Forget;

    public AttackTarget Attack { get; init; } = AttackTarget.Feature;

    /// <summary><c>eta_a</c>, in units of the features (of pixels in [0, 1] for <see cref="AttackTarget.Image"/>).</summary>
    public double StepSize { get; init; } = 0.4;

    /// <summary><c>K</c>.</summary>
    public int Steps { get; init; } = 5;

    /// <summary><c>rho</c>, L-inf, in the units of <see cref="StepSize"/>. The default lets all steps through.</summary>
    public double Radius { get; init; } = 2.0;

    /// <summary>
    /// Cut attacked features to [0, 1]. Features are not bounded by 1, so this destroys them; the re-implementation does it.
    /// </summary>
    public bool Clamp01 { get; init; }

    /// <summary>Stop attacking a sample once it is called by another label.</summary>
    public bool EarlyExit { get; init; } = true;

    /// <summary>Where the attack fails take the best label other than the true one.</summary>
    public bool Guard { get; init; } = true;

    /// <summary><c>alpha</c>, the weight of distillation against cross-entropy.</summary>
    [Range(0.0, 1.0)]
    public double Alpha { get; init; } = 0.5;

    /// <summary><c>T</c>.</summary>
    [Range(1e-3, 1e3)]
    public double Temperature { get; init; } = 4;

    public bool DoubleSoftmax { get; init; } = true;

    public KlReduction KlReduction { get; init; } = KlReduction.BatchMean;

    public OptimizerKind Optimizer { get; init; } = OptimizerKind.Sgd;

    /// <summary>
    /// 0 for <see cref="RateFactor"/><c> / m2</c>, m2 the mean squared norm of a feature: a step of SGD then moves a sample's own
    /// logits by about that much.
    /// </summary>
    public double LearningRate { get; init; }

    /// <summary>Of <c>1 / m2</c>, where <see cref="LearningRate"/> is 0.</summary>
    [DefaultValue(0.5)]
    public double RateFactor { get; init; } = 0.5;

    /// <summary>Of SGD.</summary>
    [Range(0.0, 1.0)]
    public double Momentum { get; init; } = 0.9;

    /// <summary>Of the head; no part of the paper's loss.</summary>
    [Range(0.0, 1.0)]
    public double WeightDecay { get; init; }

    [Range(1, int.MaxValue)]
    public int BatchSize { get; init; } = 256;

    public int MaxEpochs { get; init; } = 50;

    /// <summary><c>tau</c>, percent: stop when the accuracy on D_f is no higher.</summary>
    [Range(0.0, 100.0)]
    public double Tau { get; init; }

    /// <summary>Look at the stop this often within an epoch; 0 for only between epochs.</summary>
    public int StopEverySteps { get; init; } = 5;

    /// <summary>
    /// Stop before an epoch of whose first batch the head calls nothing by its label, as the re-implementation does, and for no other
    /// reason: <see cref="Tau"/> and stalls do not count then.
    /// </summary>
    public bool StopAtFirstBatch { get; init; }

    /// <summary>After this many epochs without progress: give up if at most 2 % is left, else attack twice as hard.</summary>
    [Range(1, int.MaxValue)]
    public int StallEpochs { get; init; } = 10;

    /// <summary>
    /// Share of D_f that is read first; then, as long as the head so far does not forget what it has not seen, as much again as before.
    /// 0 reads the whole at once.
    /// </summary>
    [DefaultValue(0.0)]
    [Range(0.0, 1.0)]
    public double FirstPart { get; init; }

    /// <summary>
    /// Logits that the label is ahead by while the head is trained on a part, so that what is like the part is forgotten too.
    /// </summary>
    [DefaultValue(0.0)]
    public double Margin { get; init; }

    public SearchSpace Space =>
        SearchSpace
            .None.Log("rateFactor", 0.05, 3, static (Lau one, double value) => one with { RateFactor = value })
            .OneOf("steps", [1, 3, 5], static (Lau one, int value) => one with { Steps = value })
            .OneOf("alpha", [0.1, 0.5, 0.9], static (Lau one, double value) => one with { Alpha = value })
            .OneOf("temperature", [1.0, 2, 4, 8], static (Lau one, double value) => one with { Temperature = value })
            .OneOf("stepSize", [0.2, 0.4, 0.8], static (Lau one, double value) => one with { StepSize = value })
            .OneOf("tau", [0, 0.1], static (Lau one, double value) => one with { Tau = value });

    public double Units(int forget, int retain) => forget;

    public string? Refusal(ForgetKind kind) =>
        kind is ForgetKind.Random or ForgetKind.List
            ? "LAU changes the last layer alone, and to that layer forgotten and kept images of a class look alike: their features "
                + "overlap. It can only unlearn both, or learn the forgotten ones by heart, which is not to forget them. Retrain's "
                + "accuracy on them is about that on unseen images, not 0."
            : null;

    public void Unlearn(UnlearningTask task)
    {
        var result = new LauPass(this, task).Train();
        if (task.ForgetClasses.Count == 0)
        {
            task.Notes.Add(
                "LAU unlearns the label that these images have: its last layer cannot tell them from others that look alike, "
                    + "and those go too."
            );
        }
        foreach (var (name, value) in result.Figures)
        {
            task.Figures[name] = value;
        }
        task.Notes.AddRange(result.Warnings);
    }

    /// <summary>The method on features computed earlier: no image is needed, and <paramref name="head"/> is all that changes.</summary>
    /// <param name="head">The last layer, C x d; changed in place.</param>
    /// <param name="features">Of D_f, N x d, float32.</param>
    /// <param name="labels">int64, N.</param>
    /// <param name="seed">Order of the samples.</param>
    /// <param name="clock">Takes the seconds of <c>attack</c>, <c>head</c> and <c>stop</c>.</param>
    /// <exception cref="LetheException">The features are not finite or all zero (<see cref="ExitCode.NotFinite"/>).</exception>
    public LauResult UnlearnHead(Linear head, Tensor features, Tensor labels, int seed = 0, StageClock? clock = null) =>
        Attack == AttackTarget.Feature
            ? LauHead.Train(this, head, features, labels, seed, clock ?? new())
            : throw LetheException.Usage("An attack on images needs the images, not only their features.");
}
