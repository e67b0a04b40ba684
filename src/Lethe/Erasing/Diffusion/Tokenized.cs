namespace Lethe.Erasing.Diffusion;

/// <summary>What all tokenizers do with the ids of a text.</summary>
internal static class Tokenized
{
    /// <summary>Beginning, ids, end and padding, so many in all; what is too long is cut off before the end.</summary>
    public static long[] Row(long begin, IReadOnlyList<long> ids, long end, long padding, int length)
    {
        long[] row = [begin, .. ids.Take(length - 2), end];
        return [.. row, .. Enumerable.Repeat(padding, length - row.Length)];
    }

    /// <summary>Where the ids of a part stand in a row of a whole, whose beginning stands at 0.</summary>
    public static IReadOnlyList<int> Places(IReadOnlyList<int> all, IReadOnlyList<int> wanted, int length) =>
        wanted.Count == 0
            ? []
            :
            [
                .. Enumerable
                    .Range(0, Math.Max(0, all.Count - wanted.Count + 1))
                    .Where(at => all.Skip(at).Take(wanted.Count).SequenceEqual(wanted))
                    .SelectMany(at => Enumerable.Range(at + 1, wanted.Count))
                    .Distinct()
                    .Where(at => at < length - 1),
            ];
}
