using static TorchSharp.torch;

namespace Lethe.Erasing.Reports;

/// <summary>A column of <see cref="BeforeAfterGrid"/>: some pictures of one prompt as bytes.</summary>
/// <param name="Prompt">Which.</param>
/// <param name="Side">Pixels of a picture.</param>
/// <param name="Before">Of each seed, red, green and blue of each pixel, row by row.</param>
/// <param name="After">Likewise.</param>
public sealed record ShownPictures(MeasuredPrompt Prompt, int Side, IReadOnlyList<byte[]> Before, IReadOnlyList<byte[]> After)
{
    /// <summary>The first few of some pictures.</summary>
    /// <param name="most">Seeds.</param>
    public static ShownPictures Of(BeforeAfterPictures pictures, int most) =>
        new(pictures.Prompt, (int)pictures.Before.shape[2], Bytes(pictures.Before, most), Bytes(pictures.After, most));

    private static List<byte[]> Bytes(Tensor pictures, int most)
    {
        using var scope = NewDisposeScope();
        var some = pictures.narrow(0, 0, Math.Min(most, pictures.shape[0]));
        var colours = some.shape[1] == 3 ? some : some.expand(-1, 3, -1, -1);
        var bytes = (colours * 255).round().to(ScalarType.Byte).permute(0, 2, 3, 1).contiguous().cpu();
        return [.. Enumerable.Range(0, (int)bytes.shape[0]).Select(i => bytes[i].contiguous().data<byte>().ToArray())];
    }
}
