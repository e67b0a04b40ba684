namespace Lethe.Imaging;

// Sums over everything above and left of a point (Viola and Jones, CVPR 2001, sec. 2.1): the sum over a rectangle is then that of four
// numbers. It has a row and a column of zeros more than its picture. The memory is kept for the next picture.
internal sealed class IntegralImage
{
    // Numbers a row.
    public int Stride { get; private set; }

    // Of the pixels.
    public int[] Sums { get; private set; } = [];

    // Of their squares, modulo 2^32: a window's own sum is less than that, so differences are right.
    public uint[] Squares { get; private set; } = [];

    // stride: at least its width and one.
    public void Fill(GreyImage image, int stride)
    {
        var needed = stride * (image.Height + 1);
        if (Sums.Length < needed)
        {
            (Sums, Squares) = (new int[needed], new uint[needed]);
        }
        Stride = stride;
        Sums.AsSpan(0, stride).Clear();
        Squares.AsSpan(0, stride).Clear();
        for (var y = 0; y < image.Height; y++)
        {
            var pixels = image.Pixels.AsSpan(y * image.Width, image.Width);
            FillRow(
                pixels,
                Sums.AsSpan(y * stride, image.Width + 1),
                Sums.AsSpan((y + 1) * stride, image.Width + 1),
                Squares.AsSpan(y * stride, image.Width + 1),
                Squares.AsSpan((y + 1) * stride, image.Width + 1)
            );
        }
    }

    private static void FillRow(
        ReadOnlySpan<byte> pixels,
        ReadOnlySpan<int> sumsAbove,
        Span<int> sums,
        ReadOnlySpan<uint> squaresAbove,
        Span<uint> squares
    )
    {
        (sums[0], squares[0]) = (0, 0);
        var (sum, square) = (0, 0u);
        for (var x = 0; x < pixels.Length; x++)
        {
            uint pixel = pixels[x];
            sum += (int)pixel;
            square = unchecked(square + (pixel * pixel));
            sums[x + 1] = sumsAbove[x + 1] + sum;
            squares[x + 1] = unchecked(squaresAbove[x + 1] + square);
        }
    }
}
