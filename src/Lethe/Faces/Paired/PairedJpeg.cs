namespace Lethe.Faces.Paired;

/// <summary>The least compressed images of a set after JPEG compression: of a quality drawn from each frame's name, and of fixed qualities
/// for a curve. Does not own the images.</summary>
public sealed class PairedJpeg(IPairedImages source) : IPairedImages
{
    /// <summary>The quality that is drawn; the others are <see cref="NameOf"/> of <see cref="JpegQuality.Curve"/>.</summary>
    public const string Random = "jpeg";

    public string Title => $"{source.Title}, {source.Qualities[0]} as JPEG";

    public IReadOnlyList<string> Qualities { get; } = [Random, .. JpegQuality.Curve.Select(NameOf)];

    public int Side => source.Side;

    public IReadOnlyList<PairedFrame> Frames => source.Frames;

    /// <summary>Of a fixed quality: <c>jpeg75</c>.</summary>
    public static string NameOf(int quality) => FormattableString.Invariant($"{Random}{quality}");

    public Tensor Read(IReadOnlyList<int> rows)
    {
        using var scope = NewDisposeScope();
        var original = source.Read(rows);
        var pixels = original[.., 0].permute(0, 2, 3, 1).contiguous().cpu(); // B x side x side x 3
        var compressed = empty([rows.Count, Qualities.Count, Side, Side, 3], ScalarType.Byte);
        var size = Side * Side * 3;
        Parallel.For(
            0,
            rows.Count,
            i =>
            {
                var rgb = pixels.bytes.Slice(i * size, size);
                foreach (var (place, quality) in JpegQuality.Curve.Prepend(JpegQuality.Of(JpegQuality.Name(Frames[rows[i]]))).Index())
                {
                    JpegQuality.Compress(rgb, Side, Side, quality).CopyTo(compressed.bytes[(((i * Qualities.Count) + place) * size)..]);
                }
            }
        );
        return compressed.permute(0, 1, 4, 2, 3).contiguous().to(original.device).MoveToOuterDisposeScope();
    }

    public void Dispose() { }
}
