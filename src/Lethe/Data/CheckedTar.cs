namespace Lethe.Data;

/// <summary>Looks at a tar's headers first: .NET's reader compares no checksum, takes a damaged header for the end, makes room for any text
/// that one claims, and does not miss the end (POSIX.1-2017, pax; GNU tar's manual, "Basic Tar Format").</summary>
internal sealed class CheckedTar(Stream tar) : ForwardStream
{
    private const int Block = 512,
        MostText = 1 << 20; // bytes of names and attributes in a header of their own
    private const int SizeAt = 124,
        SumAt = 148,
        KindAt = 156;

    private byte[] ready = []; // looked at, not yet passed on
    private int from;
    private long body; // bytes of a file's content that follow, up to the next header
    private long? nextSize; // of a pax header, for the file behind it
    private bool isOver;

    /// <exception cref="InvalidDataException">A header is damaged or claims too much, or the archive ends without its mark.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (from == ready.Length && body == 0 && !isOver)
        {
            LookAtHeader();
        }
        if (from < ready.Length)
        {
            var count = Math.Min(buffer.Length, ready.Length - from);
            ready.AsSpan(from, count).CopyTo(buffer);
            from += count;
            return count;
        }
        var read = tar.Read(isOver ? buffer : buffer[..(int)Math.Min(buffer.Length, body)]);
        if (!isOver && read == 0 && buffer.Length > 0)
        {
            throw new InvalidDataException("it ends within a file");
        }
        body -= isOver ? 0 : read;
        return read;
    }

    private void LookAtHeader()
    {
        (ready, from) = (Exactly(Block), 0);
        if (ready.All(static value => value == 0))
        {
            isOver = true;
            return;
        }
        if (Number(ready.AsSpan(SumAt, 8)) is not { } sum || !Fits(ready, sum))
        {
            throw new InvalidDataException("the checksum of a header in it does not match");
        }
        var size = Number(ready.AsSpan(SizeAt, 12)) ?? throw new InvalidDataException("a header in it has no size");
        switch ((char)ready[KindAt])
        {
            case 'x' or 'g' or 'L' or 'K':
                if (size > MostText)
                {
                    throw new InvalidDataException($"a header in it claims names and attributes of {size} bytes");
                }
                var text = Exactly((int)Padded(size));
                nextSize = (char)ready[KindAt] == 'x' ? SizeIn(text.AsSpan(0, (int)size)) : nextSize;
                ready = [.. ready, .. text];
                break;
            default:
                (body, nextSize) = (Padded(nextSize ?? size), null);
                break;
        }
    }

    private byte[] Exactly(int count)
    {
        var bytes = new byte[count];
        return tar.ReadAtLeast(bytes, count, throwOnEndOfStream: false) == count
            ? bytes
            : throw new InvalidDataException("it ends without its end mark");
    }

    private static long Padded(long size) =>
        size <= long.MaxValue - Block
            ? (size + Block - 1) / Block * Block
            : throw new InvalidDataException($"a header in it claims a file of {size} bytes");

    // The sum of all bytes with blanks in the place of the sum itself; some old writers counted with signed bytes.
    private static bool Fits(byte[] header, long sum)
    {
        header = (byte[])header.Clone();
        header.AsSpan(SumAt, 8).Fill((byte)' ');
        return header.Sum(static value => (long)value) == sum || header.Sum(static value => (long)(sbyte)value) == sum;
    }

    // Octal digits between blanks or zeros, or, with the highest bit set, a binary number.
    private static long? Number(ReadOnlySpan<byte> field)
    {
        if (field[0] == 0x80)
        {
            var value = 0L;
            foreach (var digit in field[1..])
            {
                value = value <= long.MaxValue >> 8 ? (value << 8) | digit : long.MaxValue;
            }
            return value;
        }
        var text = Encoding.ASCII.GetString(field).Trim(' ', '\0');
        return text.Length == 0 ? 0
            : text.All(static digit => digit is >= '0' and <= '7') ? Convert.ToInt64(text, 8)
            : null;
    }

    // The records of a pax header are "LENGTH KEY=VALUE\n", the length with itself.
    private static long? SizeIn(ReadOnlySpan<byte> records)
    {
        long? size = null;
        while (
            records.IndexOf((byte)' ') is > 0 and var space
            && int.TryParse(records[..space], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            && length > space
            && length <= records.Length
        )
        {
            var record = records[(space + 1)..length];
            if (record.StartsWith("size="u8))
            {
                size = long.TryParse(record[5..].TrimEnd((byte)'\n'), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    ? number
                    : throw new InvalidDataException("a size in it is no number");
            }
            records = records[length..];
        }
        return size;
    }
}
