namespace Lethe.Erasing.Diffusion;

/// <summary>A tokenizer of whole words from a short list: <c>&lt;pad&gt; &lt;bos&gt; &lt;eos&gt;</c>, then the words.</summary>
/// <param name="Words">In the order of their ids, from 3 on.</param>
public sealed record WordTokenizer(IReadOnlyList<string> Words, int Length) : ITokenizer
{
    private const int Pad = 0,
        Begin = 1,
        End = 2,
        First = 3;

    public int Vocabulary => First + Words.Count;

    public long[] Encode(string prompt) => Tokenized.Row(Begin, [.. Ids(prompt).Select(static id => (long)id)], End, Pad, Length);

    public int LastWord(string prompt) => Math.Min(Ids(prompt).Count, Length - 2);

    public IReadOnlyList<int> Find(string prompt, string part) => Tokenized.Places(Ids(prompt), Ids(part), Length);

    private IReadOnlyList<int> Ids(string text) =>
        [.. text.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(IdOf)];

    private int IdOf(string word) =>
        Words.ToList().IndexOf(word) is >= 0 and var found
            ? First + found
            : throw LetheException.Usage(
                $"The small model does not know the word '{word}'."
                    + $"{(NearestWord.To(word, Words) is { } near ? $" Did you mean '{near}'?" : "")} It knows: {string.Join(", ", Words)}."
            );
}
