namespace Lethe.Erasing.Runs;

/// <summary>How a curve over iterations is measured.</summary>
/// <param name="Iterations">That every method runs for.</param>
/// <param name="Every">Iterations between two points.</param>
/// <param name="Erased">Pictures a point, as in <see cref="PictureCounts"/>.</param>
/// <param name="Kept">Likewise.</param>
internal sealed record ErasingCurve(int Iterations, int Every, int Erased, int Kept);
