using Lethe.Training;

namespace Lethe.Detection;

/// <summary>Everything that decides how a detector is trained, apart from the network, the objective, the images and the seed.</summary>
public sealed record DetectorRecipe
{
    /// <summary>For the tiny network on a laptop, without a warm-up of the head, as nothing in the body is worth keeping.</summary>
    public static DetectorRecipe Quick { get; } =
        new()
        {
            Epochs = 8,
            BatchSize = 16,
            LearningRate = 3e-3,
            Cycle = new(0.3),
            PerturbFrom = 4,
            WeightDecay = 1e-4,
        };

    public required int Epochs { get; init; }

    /// <summary>B, in instances: each is an image at every quality.</summary>
    public int BatchSize { get; init; } = 32;

    public OptimizerKind Optimizer { get; init; } = OptimizerKind.Adam;

    public double LearningRate { get; init; } = 2e-4;

    public OneCycle? Cycle { get; init; } = new();

    public Schedule Schedule { get; init; } = Schedule.Constant;

    /// <summary>Of SGD.</summary>
    public double Momentum { get; init; } = 0.9;

    public double WeightDecay { get; init; }

    /// <summary>So many first epochs train the head alone; the body is in evaluation mode and does not change.</summary>
    public int HeadOnlyEpochs { get; init; }

    /// <summary>Weights are perturbed from this epoch on, counted from 0, if the objective does it, and never while only the head is
    /// trained.</summary>
    public int PerturbFrom { get; init; }

    public bool Flip { get; init; } = true;

    public Precision Precision { get; init; } = Precision.Float32;

    /// <summary>Stop after so many epochs without a better AUC on validation; 0 for never.</summary>
    public int Patience { get; init; }

    /// <summary>Of the whole gradient; 0 leaves it alone.</summary>
    public double ClipNorm { get; init; }

    /// <summary>
    /// At paper the authors' settings for their two networks, as far as their configuration files give them; one-cycle's share and the
    /// warm-up of the head are those of ADD, by the same first author. Below, shorter runs with larger steps: nothing starts from ImageNet.
    /// </summary>
    public static DetectorRecipe For(Profile profile, string architecture) =>
        profile.Of(
            Quick with
            {
                Epochs = 2,
                BatchSize = 8,
                PerturbFrom = 1,
            },
            Quick,
            architecture is "tiny"
                ? Quick with
                {
                    Epochs = 16,
                    PerturbFrom = 8,
                } // ten times as fast as the published ones
                : new()
                {
                    Epochs = 6,
                    BatchSize = 16,
                    LearningRate = 1e-3,
                    Cycle = new(0.3),
                    PerturbFrom = 1,
                    WeightDecay = 1e-4,
                },
            architecture is "efficientnet-b1" or "resnet50"
                ? new()
                {
                    Epochs = 32,
                    BatchSize = architecture == "resnet50" ? 64 : 32,
                    HeadOnlyEpochs = 3,
                    PerturbFrom = 3,
                    WeightDecay = 1e-4,
                }
                : new() { Epochs = 32, WeightDecay = 1e-4 }
        );
}
