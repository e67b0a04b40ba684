namespace Lethe.Data;

/// <summary>The content of an IDX file of unsigned bytes.</summary>
/// <param name="Shape">Sizes of the dimensions, outermost first; images have three (count, rows, columns), labels one.</param>
/// <param name="Values">Row-major; as many as the product of <paramref name="Shape"/>.</param>
public sealed record IdxArray(int[] Shape, byte[] Values);
