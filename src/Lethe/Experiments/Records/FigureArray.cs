namespace Lethe.Experiments.Records;

/// <summary>Numbers that a figure is drawn from.</summary>
/// <param name="Values">Row by row.</param>
/// <param name="Shape">Its product is the number of values.</param>
public sealed record FigureArray(float[] Values, params long[] Shape)
{
    /// <summary>True if half precision is enough to keep them in; they are then rounded to it in the file.</summary>
    public bool IsHalf { get; init; }

    /// <summary>The numbers of a row: all that belongs to one index of the first dimension.</summary>
    public ReadOnlySpan<float> Row(int index)
    {
        var width = Values.Length / (int)Shape[0];
        return Values.AsSpan(index * width, width);
    }
}
