using Lethe.Data;
using Lethe.Imaging;
using SkiaSharp;

namespace Lethe.Faces.Sets;

// How the crops of clips lie in one lossless WebP: a column a quality, a row a frame, the clips of a file below one another.
internal readonly record struct FilmStrip(int Crop, int Qualities, int Frames)
{
    // The most pixels that a side of a WebP has.
    public const int LongestSide = 16_383;

    // Lossless pixels never take more than a little over their raw size.
    private const int Overhead = 1 << 16;

    public int Width => Crop * Qualities;

    public int Height => Crop * Frames;

    public int Bytes => Width * Height * 3;

    public int MostClips => (int)Math.Min(LongestSide / Height, ImageFile.MostPixels / ((long)Width * Height));

    // crop: A frame's crop at a quality: crop x crop x 3 bytes, row by row. Gives height x width x 3 bytes.
    public byte[] Pack(Func<int, int, byte[]> crop)
    {
        var rgb = new byte[Bytes];
        for (var frame = 0; frame < Frames; frame++)
        {
            for (var quality = 0; quality < Qualities; quality++)
            {
                var from = crop(frame, quality);
                for (var y = 0; y < Crop; y++)
                {
                    from.AsSpan(y * Crop * 3, Crop * 3).CopyTo(rgb.AsSpan(((((frame * Crop) + y) * Width) + (quality * Crop)) * 3));
                }
            }
        }
        return rgb;
    }

    // Encodes clips, each as Pack makes them.
    public byte[] Encode(IReadOnlyList<byte[]> clips)
    {
        using var bitmap = Rgb.ToBitmap([.. clips.SelectMany(static clip => clip)], Width, Height * clips.Count);
        using var pixels = bitmap.PeekPixels();
        using var encoded =
            pixels.Encode(new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossless, 100))
            ?? throw new InvalidOperationException($"SkiaSharp cannot write a WebP of {Width} x {Height * clips.Count} pixels.");
        return encoded.ToArray();
    }

    // Reads a file of clips clips. It is not trusted: its length, checksum and size are compared before it is decoded. Gives clips x height
    // x width x 3 bytes. LetheException: not what was said (BadFile).
    public byte[] Decode(Stream file, string name, int clips, string sha256)
    {
        var most = ((long)Bytes * clips * 2) + Overhead;
        if (file.Length > most)
        {
            throw Damaged(name, $"it has {file.Length} bytes, and its pixels would have {(long)Bytes * clips}");
        }
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        if (FileHash.Of(bytes) != sha256)
        {
            throw Damaged(name, "its sha256 is not that of the manifest");
        }
        return Rgb.Decode(bytes, SKEncodedImageFormat.Webp, Width, Height * clips)
            ?? throw Damaged(name, $"it is not an intact WebP of {Width} x {Height * clips} pixels");
    }

    // One instance as torch wants it. clip: height x width x 3 bytes. frame: which row. planes: M x 3 x crop x crop bytes.
    public void Planes(ReadOnlySpan<byte> clip, int frame, Span<byte> planes)
    {
        var area = Crop * Crop;
        for (var y = 0; y < Crop; y++)
        {
            var row = clip.Slice(((frame * Crop) + y) * Width * 3, Width * 3);
            for (var quality = 0; quality < Qualities; quality++)
            {
                var target = planes.Slice((quality * 3 * area) + (y * Crop), (2 * area) + Crop);
                for (var x = 0; x < Crop; x++)
                {
                    var pixel = ((quality * Crop) + x) * 3;
                    (target[x], target[x + area], target[x + (2 * area)]) = (row[pixel], row[pixel + 1], row[pixel + 2]);
                }
            }
        }
    }

    private static LetheException Damaged(string name, string why) =>
        LetheException.BadFile($"{name} is damaged: {why}. Run the command that made the set again: it makes only what is missing.");
}
