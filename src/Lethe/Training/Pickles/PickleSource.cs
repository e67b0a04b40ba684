using System.Buffers.Binary;

namespace Lethe.Training.Pickles;

/// <summary>The bytes of a pickle. No length in it is believed before it has been compared with what is left.</summary>
internal sealed class PickleSource(Stream stream)
{
    private const int MaxText = 4096; // of a tensor's name

    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    public byte Byte()
    {
        Span<byte> one = stackalloc byte[1];
        stream.ReadExactly(one);
        return one[0];
    }

    /// <summary>An integer of so many bytes, 1 to 8, the least significant first.</summary>
    public long Integer(int bytes, bool isSigned)
    {
        Span<byte> number = stackalloc byte[8];
        stream.ReadExactly(number[..bytes]);
        number[bytes..].Fill(isSigned && bytes > 0 && number[bytes - 1] >= 0x80 ? (byte)0xFF : (byte)0);
        return BinaryPrimitives.ReadInt64LittleEndian(number);
    }

    /// <exception cref="InvalidDataException">Longer than a name is, or not UTF-8.</exception>
    public string Text(long bytes)
    {
        if (bytes > MaxText || bytes > stream.Length - stream.Position)
        {
            throw new InvalidDataException($"a text in it claims {bytes} bytes");
        }
        Span<byte> text = stackalloc byte[(int)bytes];
        stream.ReadExactly(text);
        return Decoded(text);
    }

    /// <summary>Up to the end of the line, without it.</summary>
    public string Line()
    {
        Span<byte> text = stackalloc byte[MaxText];
        for (var length = 0; length < MaxText; length++)
        {
            if ((text[length] = Byte()) == '\n')
            {
                return Decoded(text[..length]);
            }
        }
        throw new InvalidDataException("a line in it does not end");
    }

    /// <summary>A text of the file as it may stand in a message: short, on one line.</summary>
    public static string Shown(string text) =>
        string.Concat(text.Take(80).Select(static letter => char.IsControl(letter) || char.IsSurrogate(letter) ? '?' : letter));

    private static string Decoded(ReadOnlySpan<byte> text)
    {
        try
        {
            return Utf8.GetString(text);
        }
        catch (DecoderFallbackException error)
        {
            throw new InvalidDataException("a text in it is not UTF-8", error);
        }
    }
}
