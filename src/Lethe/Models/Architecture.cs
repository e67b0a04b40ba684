namespace Lethe.Models;

/// <summary>A kind of network.</summary>
/// <param name="Build">From a spec that names it; a freshly initialised network on the CPU.</param>
public sealed record Architecture<T>(string Name, string Title, Func<ModelSpec, T> Build) : IEntry
{
    public string? StandsFor { get; init; }

    /// <summary>Whether the papers' tables have it.</summary>
    public bool IsInPaper { get; init; } = true;

    /// <summary>The manifest of the weights that its training begins with; null for random ones.</summary>
    public string? Pretrained { get; init; }

    /// <summary>Pixels a side that a person's own photographs are scaled to, unless something else is asked for.</summary>
    public int Side { get; init; } = 32;

    /// <summary>How wide a profile has it, 1 for as published.</summary>
    public Func<Profile, double> Width { get; init; } = static profile => profile.Of(0.125, 0.25, 1, 1);

    /// <summary>How long a profile trains it.</summary>
    public Func<Profile, int> Epochs { get; init; } = static profile => profile.Of(1, 3, 5, 200);

    /// <summary>The largest of its training by SGD, or by Adam where <see cref="UsesAdam"/> says so.</summary>
    public Func<Profile, double> LearningRate { get; init; } = static profile => profile.Of(0.1, 0.05, 0.1, 0.1);

    public double WeightDecay { get; init; } = 5e-4;

    public bool UsesAdam { get; init; }
}
