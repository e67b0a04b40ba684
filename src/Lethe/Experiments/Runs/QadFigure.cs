using Lethe.Embedding;

namespace Lethe.Experiments;

/// <summary>What the t-SNE figure of detectors is drawn from.</summary>
/// <param name="FeatureDimensions">That features are reduced to before.</param>
/// <param name="Neighbours">Of the trustworthiness.</param>
internal sealed record QadFigure(int FeatureDimensions = 30, int Neighbours = 12)
{
    public TSne Map { get; init; } = new();
}
