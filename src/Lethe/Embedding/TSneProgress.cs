namespace Lethe.Embedding;

/// <summary>How far a t-SNE is.</summary>
/// <param name="Iteration">The iterations done.</param>
/// <param name="Of">The iterations there will be.</param>
/// <param name="KlDivergence">KL(P || Q) in nats, without exaggeration.</param>
public readonly record struct TSneProgress(int Iteration, int Of, double KlDivergence);
