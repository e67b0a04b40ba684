using Lethe.Data;

namespace Lethe.Training;

/// <summary>Everything that decides how a network is trained, apart from the network, the images and the seed.</summary>
public sealed record TrainingRecipe
{
    public required int Epochs { get; init; }

    public int BatchSize { get; init; } = 128;

    public OptimizerKind Optimizer { get; init; } = OptimizerKind.Sgd;

    /// <summary>The largest of the run; <see cref="Schedule"/> scales it.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Of SGD; Adam keeps its usual 0.9 and 0.999.</summary>
    public double Momentum { get; init; } = 0.9;

    public double WeightDecay { get; init; } = 5e-4;

    public Schedule Schedule { get; init; } = Schedule.Cosine;

    /// <summary>Share of the target taken from the true class and spread over all.</summary>
    public double LabelSmoothing { get; init; }

    public Augmentation Augmentation { get; init; } = Augmentation.CropFlip;

    public Precision Precision { get; init; } = Precision.Float32;

    /// <summary>The gradient is shortened to this norm where it is longer; 0 leaves it alone.</summary>
    public double ClipNorm { get; init; }
}
