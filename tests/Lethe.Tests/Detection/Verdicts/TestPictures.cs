using System.Buffers.Binary;
using System.IO.Compression;
using SkiaSharp;

namespace Lethe.Tests.Detection.Verdicts;

/// <summary>Pictures of every kind that somebody may send, made byte by byte where the encoder cannot.</summary>
internal static class TestPictures
{
    public static byte[] Encoded(int width, int height, Func<int, int, SKColor> at, SKEncodedImageFormat format, int quality = 95)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        bitmap.Pixels = [.. Enumerable.Range(0, width * height).Select(i => at(i % width, i / width))];
        using var data = bitmap.Encode(format, quality);
        return data.ToArray();
    }

    public static byte[] Plain(SKColor colour, SKEncodedImageFormat format = SKEncodedImageFormat.Png, int width = 48, int height = 48) =>
        Encoded(width, height, (_, _) => colour, format);

    /// <summary>A PNG of any header, with any pixels, and chunks before them.</summary>
    /// <param name="colourType">0 grey, 2 colours, 6 colours with alpha.</param>
    /// <param name="pixels">Rows without filter bytes.</param>
    public static byte[] Png(int width, int height, byte depth, byte colourType, byte[] pixels, params (string Type, byte[] Data)[] before)
    {
        var stream = new MemoryStream();
        stream.Write([0x89, .. "PNG\r\n"u8, 0x1a, .. "\n"u8]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (depth, colourType);
        Chunk(stream, "IHDR", header);
        foreach (var (type, data) in before)
        {
            Chunk(stream, type, data);
        }
        var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            foreach (var row in pixels.Chunk(Math.Max(1, pixels.Length / height)))
            {
                zlib.WriteByte(0);
                zlib.Write(row);
            }
        }
        Chunk(stream, "IDAT", packed.ToArray());
        Chunk(stream, "IEND", []);
        return stream.ToArray();
    }

    /// <summary>A claim of 30,000 x 30,000 pixels in a hundred bytes.</summary>
    public static byte[] Bomb(int width = 30_000, int height = 30_000) => Png(width, height, 8, 2, new byte[64]);

    public static byte[] AnimatedPng() =>
        Png(
            8,
            8,
            8,
            2,
            [.. Enumerable.Repeat((byte[])[200, 0, 0], 64).SelectMany(static pixel => pixel)],
            ("acTL", [0, 0, 0, 2, 0, 0, 0, 0]),
            ("fcTL", new byte[26])
        );

    /// <summary>Two frames of 4 x 4, red and blue.</summary>
    public static byte[] AnimatedGif()
    {
        var stream = new MemoryStream();
        stream.Write([.. "GIF89a"u8, 4, 0, 4, 0, 0xf6, 0, 0]);
        var palette = new byte[3 * 128];
        (palette[0], palette[5]) = (255, 255);
        stream.Write(palette);
        for (byte frame = 0; frame < 2; frame++)
        {
            // Codes of eight bits: clear, sixteen pixels, end.
            byte[] codes = [128, .. Enumerable.Repeat(frame, 16), 129];
            stream.Write([0x21, 0xf9, 4, 0, 10, 0, 0, 0, 0x2c, 0, 0, 0, 0, 4, 0, 4, 0, 0, 7, (byte)codes.Length, .. codes, 0]);
        }
        stream.WriteByte(0x3b);
        return stream.ToArray();
    }

    /// <summary>Two still WebP frames in one animation.</summary>
    public static byte[] AnimatedWebp()
    {
        // A still file is RIFF, length, WEBP and chunks; a frame's chunks are those.
        var frames = ((SKColor[])[SKColors.Red, SKColors.Blue])
            .Select(static colour => Plain(colour, SKEncodedImageFormat.Webp, 16, 16)[12..])
            .ToList();
        var body = new MemoryStream();
        body.Write("WEBP"u8);
        Riff(body, "VP8X", [2, 0, 0, 0, 15, 0, 0, 15, 0, 0]);
        Riff(body, "ANIM", new byte[6]);
        foreach (var frame in frames)
        {
            Riff(body, "ANMF", [0, 0, 0, 0, 0, 0, 15, 0, 0, 15, 0, 0, 100, 0, 0, 0, .. frame]);
        }
        var stream = new MemoryStream();
        Riff(stream, "RIFF", body.ToArray());
        return stream.ToArray();
    }

    /// <summary>The same JPEG with an EXIF orientation.</summary>
    public static byte[] Oriented(byte[] jpeg, byte orientation)
    {
        byte[] exif = [.. "Exif\0\0"u8, .. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];
        return [.. jpeg[..2], 0xff, 0xe1, 0, (byte)(exif.Length + 2), .. exif, .. jpeg[2..]];
    }

    /// <summary>16 x 16, all four inks a quarter; written by another program.</summary>
    public static byte[] Cmyk() => Convert.FromBase64String(CmykText);

    private static void Riff(Stream stream, string type, byte[] data)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, data.Length);
        stream.Write(System.Text.Encoding.ASCII.GetBytes(type));
        stream.Write(length);
        stream.Write(data);
        stream.Write(new byte[data.Length % 2]);
    }

    private static void Chunk(Stream stream, string type, byte[] data)
    {
        byte[] named = [.. System.Text.Encoding.ASCII.GetBytes(type), .. data];
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        stream.Write(number);
        stream.Write(named);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(named));
        stream.Write(number);
    }

    private static uint Crc(byte[] bytes)
    {
        var crc = 0xffffffffu;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? 0xedb88320 ^ (crc >> 1) : crc >> 1;
            }
        }
        return ~crc;
    }

    private const string CmykText =
        "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwAQCwwODAoQDg0OEhEQExgoGhgWFhgxIyUdKDozPTw5Mzg3QEhcTkBEV0U3OFBtUVdfYmdoZz5NcXlwZHhcZWdj/8AAFAgAEAAQBEMRAE0RAFkRAEsRAP/EABUAAQEAAAAAAAAAAAAAAAAAAAAG/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAA4EQwBNAFkASwAAPwCgUCgUAAAAD//Z";
}
