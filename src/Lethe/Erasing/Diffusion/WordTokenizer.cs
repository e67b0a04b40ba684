using Lethe.Runtime;

namespace Lethe.Erasing.Diffusion;

/// <summary>A tokenizer of whole words from a short list: <c>&lt;pad&gt; &lt;bos&gt; &lt;eos&gt;</c>, then the words.</summary>
/// <param name="Words">In the order of their ids, from 3 on.</param>
/// <param name="Length">Of every result.</param>
public sealed record WordTokenizer(IReadOnlyList<string> Words, int Length) : ITokenizer
{
    private const int Pad = 0,
        Begin = 1,
        End = 2,
        First = 3;

    /// <summary>Ids there are.</summary>
    public int Vocabulary => First + Words.Count;

    public long[] Encode(string prompt)
    {
        long[] row = [Begin, .. Ids(prompt).Take(Length - 2).Select(static id => (long)id), End];
        return [.. row, .. Enumerable.Repeat((long)Pad, Length - row.Length)];
    }

    public int LastWord(string prompt) => Math.Min(Ids(prompt).Count, Length - 2);

    public IReadOnlyList<int> Find(string prompt, string part)
    {
        var (all, wanted) = (Ids(prompt), Ids(part));
        return wanted.Count == 0
            ? []
            :
            [
                .. Enumerable
                    .Range(0, Math.Max(0, all.Count - wanted.Count + 1))
                    .Where(at => all.Skip(at).Take(wanted.Count).SequenceEqual(wanted))
                    .SelectMany(at => Enumerable.Range(at + 1, wanted.Count))
                    .Distinct(),
            ];
    }

    private List<int> Ids(string text) =>
        [
            .. text.ToLowerInvariant()
                .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                .Select(word =>
                    Words.Index().FirstOrDefault(at => at.Item == word) is { Item: not null } found
                        ? First + found.Index
                        : throw LetheException.Usage(
                            $"The small model does not know the word "
                                + $"'{word}'.{(NearestWord.To(word, Words) is { } near ? $" Did you mean '{near}'?" : "")} It knows: "
                                + $"{string.Join(", ", Words)}."
                        )
                ),
        ];
}
