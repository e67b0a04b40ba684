using Lethe.Runtime;
using Lethe.Training;

namespace Lethe.Detection;

/// <summary>Everything that decides how a detector is trained, apart from the network, the objective, the images and the seed.</summary>
public sealed record DetectorRecipe
{
    /// <summary>For the kit's tiny network on a laptop: seconds, and without a warm-up of the head, as nothing in the body is worth
    /// keeping.</summary>
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

    /// <summary>The largest of the run.</summary>
    public double LearningRate { get; init; } = 2e-4;

    /// <summary>Null for <see cref="Schedule"/>.</summary>
    public OneCycle? Cycle { get; init; } = new();

    /// <summary>Where there is no <see cref="Cycle"/>.</summary>
    public Schedule Schedule { get; init; } = Schedule.Constant;

    /// <summary>Of SGD.</summary>
    public double Momentum { get; init; } = 0.9;

    public double WeightDecay { get; init; }

    /// <summary>In so many first epochs only the head is trained; the body is in evaluation mode and nothing of it changes.</summary>
    public int HeadOnlyEpochs { get; init; }

    /// <summary>Weights are perturbed from this epoch on, counted from 0, if the objective does it, and never while only the head is
    /// trained.</summary>
    public int PerturbFrom { get; init; }

    /// <summary>Mirror half of the instances; all qualities of one alike.</summary>
    public bool Flip { get; init; } = true;

    public Precision Precision { get; init; } = Precision.Float32;

    /// <summary>Stop after so many epochs without a better AUC on validation; 0 for never. Needs validation images.</summary>
    public int Patience { get; init; }

    /// <summary>The largest norm of the whole gradient; 0 leaves it alone.</summary>
    public double ClipNorm { get; init; }

    /// <summary>The authors' settings, as far as their configuration files give them; one-cycle's share and the warm-up of the head are
    /// those of ADD, by the same first author.</summary>
    /// <param name="architecture"><c>efficientnet-b1</c> or <c>resnet50</c>.</param>
    /// <exception cref="LetheException">The paper trains no such network (<see cref="ExitCode.Usage"/>).</exception>
    public static DetectorRecipe ForPaper(string architecture) =>
        new DetectorRecipe
        {
            Epochs = 32,
            HeadOnlyEpochs = 3,
            PerturbFrom = 3,
            WeightDecay = 1e-4,
        } with
        {
            BatchSize = architecture switch
            {
                "efficientnet-b1" => 32,
                "resnet50" => 64,
                _ => throw NotInPaper(architecture),
            },
        };

    /// <summary>Whether the paper has settings for a network.</summary>
    public static bool IsInPaper(string architecture) => architecture is "efficientnet-b1" or "resnet50";

    /// <summary>Pixels a side in the paper.</summary>
    /// <exception cref="LetheException">The paper trains no such network (<see cref="ExitCode.Usage"/>).</exception>
    public static int SideInPaper(string architecture) =>
        architecture switch
        {
            "efficientnet-b1" => 240,
            "resnet50" => 224,
            _ => throw NotInPaper(architecture),
        };

    internal static LetheException NotInPaper(string architecture) =>
        LetheException.Usage($"The paper has no settings for '{architecture}'. It trains efficientnet-b1 and resnet50.");
}
