namespace Lethe.Erasing.Reports;

/// <summary>A column of <see cref="BeforeAfterGrid"/>: some pictures of one prompt as bytes.</summary>
/// <param name="Side">Pixels of a picture.</param>
/// <param name="Before">Of each seed, red, green and blue of each pixel, row by row.</param>
/// <param name="After">Likewise.</param>
public sealed record ShownPictures(MeasuredPrompt Prompt, int Side, IReadOnlyList<byte[]> Before, IReadOnlyList<byte[]> After)
{
    private const int Neighbours = 4;

    public static ShownPictures Of(BeforeAfterPictures pictures, int most) =>
        new(pictures.Prompt, (int)pictures.Before.shape[2], Bytes(pictures.Before, most), Bytes(pictures.After, most));

    /// <summary>Of all: the erased one, what came in its place, the closest others, the null prompt.</summary>
    public static IReadOnlyList<ShownPictures> Chosen(IReadOnlyList<ShownPictures> all, ErasureMeasures measures)
    {
        var near = measures.NeighboursByDistance.Where(static change => change.Prompt.Role == PromptRole.Kept).Take(Neighbours);
        return
        [
            .. all.Where(static column => column.Prompt.Role is PromptRole.Erased or PromptRole.Instead),
            .. near.Select(change => all.Single(column => column.Prompt == change.Prompt)),
            .. all.Where(static column => column.Prompt.Role == PromptRole.Nothing),
        ];
    }

    private static List<byte[]> Bytes(Tensor pictures, int most)
    {
        using var scope = NewDisposeScope();
        var some = pictures.narrow(0, 0, Math.Min(most, pictures.shape[0])).expand(-1, 3, -1, -1); // grey or in colour
        var bytes = (some * 255).round().to(ScalarType.Byte).permute(0, 2, 3, 1).cpu();
        return [.. bytes.unbind(0).Select(static picture => picture.contiguous().data<byte>().ToArray())];
    }
}
