using System.IO.Compression;

namespace Lethe.Data;

/// <summary>
/// Unpacks gzip and notices a file that was cut, which .NET's own stream takes for a whole one: a small member of known bytes is put
/// behind the source, and comes out at the end only if the members before it are whole.
/// </summary>
internal sealed class WholeGzip : ForwardStream
{
    private static readonly byte[] Mark = "whole!\r\n"u8.ToArray();
    private static readonly byte[] MarkMember = Zipped(Mark);

    private readonly GZipStream unzipped;
    private readonly byte[] held = new byte[1 << 16]; // what has been unpacked: of it the last bytes could be the mark
    private int from,
        to;

    /// <param name="source">Is left open.</param>
    public WholeGzip(Stream source) =>
        unzipped = new(new Chain(source, new MemoryStream(MarkMember, writable: false)), CompressionMode.Decompress);

    /// <exception cref="InvalidDataException">A checksum does not match, it ends too early, or something follows.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (to - from <= Mark.Length)
        {
            held.AsSpan(from, to - from).CopyTo(held);
            (from, to) = (0, to - from);
            var read = unzipped.Read(held, to, held.Length - to);
            if (read == 0)
            {
                return held.AsSpan(0, to).SequenceEqual(Mark)
                    ? 0
                    : throw new InvalidDataException("it is cut short, or something follows its end");
            }
            to += read;
        }
        var count = Math.Min(buffer.Length, to - from - Mark.Length);
        held.AsSpan(from, count).CopyTo(buffer);
        from += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            unzipped.Dispose();
        }
        base.Dispose(disposing);
    }

    private static byte[] Zipped(byte[] bytes)
    {
        using var zipped = new MemoryStream();
        using (var zip = new GZipStream(zipped, CompressionLevel.Fastest))
        {
            zip.Write(bytes);
        }
        return zipped.ToArray();
    }

    private sealed class Chain(Stream first, Stream second) : ForwardStream
    {
        public override int Read(Span<byte> buffer) => first.Read(buffer) is > 0 and var read ? read : second.Read(buffer);
    }
}
