namespace Lethe.Embedding;

/// <summary>What t-SNE makes of points.</summary>
/// <param name="Points">N x 2, around the origin. Distances between far points, sizes of clusters and the axes mean nothing.</param>
/// <param name="KlDivergence">KL(P || Q) in nats; comparable only for the same points and perplexity.</param>
public sealed record TSneEmbedding(PointSet Points, double KlDivergence);
