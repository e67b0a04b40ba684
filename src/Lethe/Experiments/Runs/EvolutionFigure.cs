namespace Lethe.Experiments;

/// <summary>What the figure of the moving boundary is drawn from.</summary>
/// <param name="Side">Of the drawn grid.</param>
/// <param name="Points">Drawn at most.</param>
internal sealed record EvolutionFigure(int Side = 200, int Points = 2000, int Frames = 8);
