using Lethe.Metrics;
using Lethe.Models;

namespace Lethe.Unlearning.Runs;

/// <summary>What came of <see cref="Unlearner.Run"/>.</summary>
/// <param name="Model">The network that has forgotten, the caller's.</param>
/// <param name="Metrics"> Of the evaluation, of the method itself (<c>method.epochs</c>), and <c>samples_read</c>, how many different
/// training images it read. </param>
/// <param name="Seconds">The method's: <c>total</c>, and its stages; medians, where it ran several times.</param>
public sealed record Unlearned(
    Classifier Model,
    SplitAccuracies Before,
    SplitAccuracies After,
    SortedDictionary<string, double> Metrics,
    SortedDictionary<string, double> Seconds
) : IDisposable
{
    /// <summary>Seconds of the method's stages in its last run.</summary>
    public required IReadOnlyDictionary<string, double> Stages { get; init; }

    /// <summary>What the method has to say.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What is to be said of the measuring.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    public void Dispose() => Model.Dispose();
}
