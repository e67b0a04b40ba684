using Lethe.Embedding;

namespace Lethe.Experiments;

/// <summary>What a t-SNE figure of networks is drawn from.</summary>
/// <param name="ImagesPerClass">The first of each class.</param>
/// <param name="FeatureDimensions">That features are reduced to before.</param>
/// <param name="Neighbours">Of the trustworthiness.</param>
internal sealed record BoundaryFigure(int ImagesPerClass = 200, int FeatureDimensions = 30, int Neighbours = 12)
{
    public TSne Map { get; init; } = new();
}
