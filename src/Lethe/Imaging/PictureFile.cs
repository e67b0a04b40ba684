using SkiaSharp;

namespace Lethe.Imaging;

/// <summary>
/// Reads a picture that anybody may have sent, for training and for detecting alike: sizes are checked before anything is decoded, a
/// damaged file is refused, the picture is turned as its EXIF says, transparent parts are shown on white, 16 bits become 8, grey and CMYK
/// become red, green and blue. Of an animation the first frame is read, and a note says so.
/// </summary>
public static class PictureFile
{
    /// <summary>The longest side that is decoded.</summary>
    public const int LongestSide = 20_000;

    /// <param name="path">Of a JPEG, PNG, GIF, WebP or BMP file.</param>
    /// <exception cref="LetheException">Truncated, damaged or too large (BadFile).</exception>
    public static DecodedPicture Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        using var codec =
            SKCodec.Create(file, out var opened)
            ?? throw LetheException.BadFile(
                opened == SKCodecResult.IncompleteInput
                    ? "The file is truncated: it ends within its header."
                    : "The file is damaged: its header cannot be read."
            );
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if (width < 1 || height < 1 || Math.Max(width, height) > LongestSide || (long)width * height > ImageFile.MostPixels)
        {
            throw LetheException.BadFile(
                $"The picture is too large: {width} x {height} pixels. At most {LongestSide} a side and "
                    + $"{ImageFile.MostPixels / 1_000_000} million in all are read; make it smaller first."
            );
        }
        if (!ImageFile.CanHold(file.Length, width, height))
        {
            throw LetheException.BadFile(
                $"The file is damaged: it claims {width} x {height} pixels, which its {file.Length} bytes cannot hold."
            );
        }
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Premul));
        if (codec.GetPixels(bitmap.Info, bitmap.GetPixels()) is not SKCodecResult.Success and var result)
        {
            throw LetheException.BadFile(
                result == SKCodecResult.IncompleteInput
                    ? "The file is truncated: the picture ends early."
                    : $"The file is damaged: the picture cannot be decoded ({result})."
            );
        }
        var notes = new List<string>();
        if (codec.FrameCount > 1 || (codec.EncodedFormat == SKEncodedImageFormat.Png && IsAnimatedPng(path)))
        {
            notes.Add("An animation: only its first frame was examined.");
        }
        var pixels = bitmap.GetPixelSpan();
        if (codec.Info.AlphaType != SKAlphaType.Opaque && HasTransparent(pixels))
        {
            notes.Add("Transparent parts were put on white.");
        }
        return Upright(pixels, width, height, codec.EncodedOrigin, notes);
    }

    private static bool HasTransparent(ReadOnlySpan<byte> pixels)
    {
        for (var i = 3; i < pixels.Length; i += 4)
        {
            if (pixels[i] != 255)
            {
                return true;
            }
        }
        return false;
    }

    // EXIF 2.3, tag 0x0112. Origins from LeftTop on have rows and columns exchanged.
    private static DecodedPicture Upright(ReadOnlySpan<byte> pixels, int width, int height, SKEncodedOrigin origin, List<string> notes)
    {
        var isTurned = origin >= SKEncodedOrigin.LeftTop;
        var (newWidth, newHeight) = isTurned ? (height, width) : (width, height);
        var rgb = new byte[3 * newWidth * newHeight];
        var to = 0;
        for (var y = 0; y < newHeight; y++)
        {
            for (var x = 0; x < newWidth; x++)
            {
                var (column, row) = origin switch
                {
                    SKEncodedOrigin.TopRight => (width - 1 - x, y),
                    SKEncodedOrigin.BottomRight => (width - 1 - x, height - 1 - y),
                    SKEncodedOrigin.BottomLeft => (x, height - 1 - y),
                    SKEncodedOrigin.LeftTop => (y, x),
                    SKEncodedOrigin.RightTop => (y, height - 1 - x),
                    SKEncodedOrigin.RightBottom => (width - 1 - y, height - 1 - x),
                    SKEncodedOrigin.LeftBottom => (width - 1 - y, x),
                    _ => (x, y),
                };
                var from = 4 * ((row * width) + column);
                var white = 255 - pixels[from + 3]; // premultiplied: c + (1 - a) white
                rgb[to++] = (byte)(pixels[from] + white);
                rgb[to++] = (byte)(pixels[from + 1] + white);
                rgb[to++] = (byte)(pixels[from + 2] + white);
            }
        }
        return new(rgb, newWidth, newHeight, notes);
    }

    // The decoder knows nothing of animated PNG: the chunk acTL must come before the picture's own data.
    private static bool IsAnimatedPng(string path)
    {
        using var file = new BinaryReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete));
        var length = file.BaseStream.Length;
        for (var at = 8L; at + 12 <= length; )
        {
            file.BaseStream.Position = at;
            var size = System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(file.ReadUInt32());
            switch (file.ReadUInt32())
            {
                case 0x4c546361: // acTL
                    return true;
                case 0x54414449: // IDAT
                    return false;
            }
            at += 12L + size;
        }
        return false;
    }
}
