using System.Buffers.Binary;
using System.IO.Compression;
using SkiaSharp;

namespace Lethe.Interactive.Formatting.Stills;

/// <summary>
/// A PNG of few colours, a byte a pixel (PNG specification, colour type 3): half of what Skia's four bytes a pixel take for a cloud of
/// markers, which consists of few colours but for the shades at their edges.
/// </summary>
internal static class IndexedPng
{
    private const int MostColours = 48;

    // Shades that nobody tells apart are one from the start.
    private const int Step = 16;

    /// <returns>A data URI.</returns>
    public static string Address(SKBitmap bitmap)
    {
        var pixels = bitmap.Pixels.Select(Rounded).ToArray();
        var counts = pixels.CountBy(static pixel => pixel).ToDictionary();
        // By frequency, then by value: the same picture has the same bytes.
        SKColor[] palette =
        [
            SKColors.Empty,
            .. counts
                .Keys.Where(static colour => colour != SKColors.Empty)
                .OrderByDescending(colour => counts[colour])
                .ThenBy(static colour => (uint)colour)
                .Take(MostColours - 1),
        ];
        var index = counts.Keys.ToDictionary(
            static colour => colour,
            colour => (byte)Enumerable.Range(0, palette.Length).MinBy(i => Distance(palette[i], colour))
        );
        var png = Encode(bitmap.Width, bitmap.Height, palette, [.. pixels.Select(pixel => index[pixel])]);
        return Html.Data("image/png", png);
    }

    private static byte[] Encode(int width, int height, SKColor[] palette, byte[] pixels)
    {
        using var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 3); // bits a pixel, with a palette
        Chunk(png, "IHDR"u8, header);
        Chunk(png, "PLTE"u8, [.. palette.SelectMany(static colour => (byte[])[colour.Red, colour.Green, colour.Blue])]);
        Chunk(png, "tRNS"u8, [.. palette.Select(static colour => colour.Alpha)]);
        using var data = new MemoryStream();
        using (var packing = new ZLibStream(data, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            for (var row = 0; row < height; row++)
            {
                packing.WriteByte(0); // as it is, without a filter
                packing.Write(pixels, row * width, width);
            }
        }
        Chunk(png, "IDAT"u8, data.ToArray());
        Chunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static void Chunk(MemoryStream png, ReadOnlySpan<byte> type, byte[] data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        byte[] content = [.. type, .. data];
        png.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, Checksum(content));
        png.Write(number);
    }

    // CRC-32 of the PNG specification, annex D.
    private static uint Checksum(byte[] content)
    {
        var sum = 0xffffffffu;
        foreach (var value in content)
        {
            sum ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                sum = (sum & 1) == 1 ? 0xedb88320u ^ (sum >> 1) : sum >> 1;
            }
        }
        return ~sum;
    }

    // Transparent colours differ by what is seen of them.
    private static int Distance(SKColor a, SKColor b)
    {
        var (red, green) = ((a.Red * a.Alpha) - (b.Red * b.Alpha), (a.Green * a.Alpha) - (b.Green * b.Alpha));
        var (blue, alpha) = ((a.Blue * a.Alpha) - (b.Blue * b.Alpha), (a.Alpha - b.Alpha) * 255);
        return (int)((((long)red * red) + ((long)green * green) + ((long)blue * blue) + ((long)alpha * alpha)) >> 8);
    }

    private static SKColor Rounded(SKColor pixel) =>
        pixel.Alpha < Step / 2 ? SKColors.Empty : new(Round(pixel.Red), Round(pixel.Green), Round(pixel.Blue), Round(pixel.Alpha));

    private static byte Round(byte value) => (byte)Math.Min(255, (value + (Step / 2)) / Step * Step);
}
