namespace Lethe.Data;

/// <summary>The content of an IDX file of unsigned bytes.</summary>
/// <param name="Shape">Images have three sides (count, rows, columns), labels one.</param>
/// <param name="Values">Row-major.</param>
public sealed record IdxArray(int[] Shape, byte[] Values);
