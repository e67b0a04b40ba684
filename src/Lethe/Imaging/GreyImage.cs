namespace Lethe.Imaging;

// A picture in shades of grey. Every step is in whole numbers, so that it gives the same bytes on every machine: those of OpenCV, for which
// the cascade was made. Pixels: width x height bytes, row by row.
internal sealed record GreyImage(byte[] Pixels, int Width, int Height)
{
    // Y = 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601), in units of 2^-15.
    private const int LumaBits = 15,
        Red = 9798,
        Green = 19235,
        Blue = 3735;

    // rgb: width x height x 3 bytes.
    public static GreyImage Of(ReadOnlySpan<byte> rgb, int width, int height)
    {
        var grey = new byte[width * height];
        for (var i = 0; i < grey.Length; i++)
        {
            var luma = (Red * rgb[3 * i]) + (Green * rgb[(3 * i) + 1]) + (Blue * rgb[(3 * i) + 2]);
            grey[i] = (byte)((luma + (1 << (LumaBits - 1))) >> LumaBits);
        }
        return new(grey, width, height);
    }

    // Spreads the shades over 0 to 255 by their frequency, so that the light of a picture matters less.
    public GreyImage Equalized()
    {
        var counts = new int[256];
        foreach (var pixel in Pixels)
        {
            counts[pixel]++;
        }
        var darkest = Array.FindIndex(counts, static count => count > 0);
        if (darkest < 0 || counts[darkest] == Pixels.Length)
        {
            return this;
        }
        // The darkest shade becomes 0: the others share what is left.
        var scale = 255f / (Pixels.Length - counts[darkest]);
        var shades = new byte[256];
        var below = 0;
        for (var shade = darkest + 1; shade < 256; shade++)
        {
            below += counts[shade];
            shades[shade] = (byte)Math.Clamp(MathF.Round(below * scale), 0, 255);
        }
        return this with { Pixels = Array.ConvertAll(Pixels, pixel => shades[pixel]) };
    }

    // Bilinear, without averaging: the cascade was trained on pictures made so. Weights are in units of 1/256.
    public GreyImage Scaled(int width, int height)
    {
        var (columns, rows) = (Taps(Width, width), Taps(Height, height));
        var scaled = new byte[width * height];
        var (top, bottom) = (new int[width], new int[width]);
        var (topRow, bottomRow) = (-1, -1);
        for (var y = 0; y < height; y++)
        {
            var row = rows[y];
            if (row.First == bottomRow)
            {
                ((top, bottom), (topRow, bottomRow)) = ((bottom, top), (bottomRow, -1));
            }
            if (row.First != topRow)
            {
                Across(columns, topRow = row.First, top);
            }
            if (row.Second != bottomRow)
            {
                Across(columns, bottomRow = row.Second, bottom);
            }
            var line = scaled.AsSpan(y * width, width);
            for (var x = 0; x < line.Length; x++)
            {
                line[x] = (byte)(((256 - row.Weight) * top[x] + row.Weight * bottom[x] + (1 << 15)) >> 16);
            }
        }
        return new(scaled, width, height);
    }

    // One row, scaled across, in units of 1/256.
    private void Across((int First, int Second, int Weight)[] columns, int row, int[] line)
    {
        var pixels = Pixels.AsSpan(row * Width, Width);
        for (var x = 0; x < columns.Length; x++)
        {
            var (first, second, weight) = columns[x];
            line[x] = ((256 - weight) * pixels[first]) + (weight * pixels[second]);
        }
    }

    // Between which two old pixels a new one lies, and how much of the second it takes. Outside the middles of the outermost pixels there
    // is one only.
    private static (int First, int Second, int Weight)[] Taps(int length, int newLength)
    {
        var scale = 1 / ((double)newLength / length);
        return
        [
            .. Enumerable
                .Range(0, newLength)
                .Select(at =>
                {
                    var middle = (scale * (at + 0.5)) - 0.5;
                    var first = (int)Math.Floor(middle);
                    return first < 0 ? (0, 0, 0)
                        : first >= length - 1 ? (length - 1, length - 1, 0)
                        : (first, first + 1, (int)Math.Round((middle - first) * 256));
                }),
        ];
    }
}
