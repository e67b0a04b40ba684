using System.IO.Compression;

namespace Lethe.Data;

/// <summary>
/// Unpacks gzip and notices a file that was cut: .NET's own stream takes one that ends within its checksum, or before its last block,
/// for a whole one. A small member of known bytes is put behind the
/// source; only if the members before it are whole do these bytes come out at the end.
/// </summary>
internal sealed class WholeGzip : Stream
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

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <exception cref="InvalidDataException">A checksum does not match, the source ends too early, or something else follows.</exception>
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

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

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

    // One stream behind the other.
    private sealed class Chain(Stream first, Stream second) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) =>
            first.Read(buffer, offset, count) is > 0 and var read ? read : second.Read(buffer, offset, count);

        public override int Read(Span<byte> buffer) => first.Read(buffer) is > 0 and var read ? read : second.Read(buffer);

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
