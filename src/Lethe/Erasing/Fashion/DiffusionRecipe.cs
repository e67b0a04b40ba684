namespace Lethe.Erasing.Fashion;

/// <summary>How the small model is trained.</summary>
public sealed record DiffusionRecipe
{
    /// <summary>Minutes on a GPU, two to three hours on two cores.</summary>
    public static DiffusionRecipe Full { get; } = new() { Steps = 6000, Batch = 256 };

    public required int Steps { get; init; }

    public int Batch { get; init; } = 64;

    /// <summary>The largest; reached after <see cref="WarmUp"/> steps, then a cosine down to <see cref="LastRate"/>.</summary>
    public double LearningRate { get; init; } = 1e-3;

    public double LastRate { get; init; } = 5e-5;

    public int WarmUp { get; init; } = 100;

    public double WeightDecay { get; init; } = 1e-4;

    public double ClipNorm { get; init; } = 1;

    /// <summary>How much of the running mean of the weights stays at each step, in the end; at first less.</summary>
    public double Average { get; init; } = 0.995;

    /// <summary>Rate of a step, counted from 0.</summary>
    public double RateAt(int step) =>
        step < WarmUp
            ? LearningRate * (step + 1) / WarmUp
            : LastRate + ((LearningRate - LastRate) * (1 + Math.Cos(Math.PI * (step - WarmUp) / Math.Max(1, Steps - WarmUp))) / 2);

    /// <summary><c>min(average, (1 + s) / (10 + s))</c>: the mean follows closely at first.</summary>
    public double AverageAt(int step) => Math.Min(Average, (1.0 + step) / (10 + step));
}
