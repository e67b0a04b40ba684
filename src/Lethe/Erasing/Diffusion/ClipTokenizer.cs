using System.Text.Json;

namespace Lethe.Erasing.Diffusion;

/// <summary>CLIP's byte-pair encoding, as Stable Diffusion v1 uses it: 75 tokens between a beginning and an end, padded with the end
/// (Radford et al. 2021; Sennrich et al. 2016).</summary>
public sealed class ClipTokenizer : ITokenizer
{
    private const string WordEnd = "</w>";
    private const long MostBytes = 16 << 20; // of a vocabulary file

    private static readonly char[] Symbols = ByteSymbols();

    private readonly Dictionary<string, int> ids;
    private readonly Dictionary<(string, string), int> ranks;
    private readonly Dictionary<string, int[]> known = [];
    private readonly Lock gate = new();

    private ClipTokenizer(Dictionary<string, int> ids, Dictionary<(string, string), int> ranks) => (this.ids, this.ranks) = (ids, ranks);

    public int Length => 77;

    public int VocabularySize => ids.Count;

    /// <summary>The token that ends a prompt and fills the rest.</summary>
    public long End => ids[ClipText.EndMark];

    /// <summary>Reads <c>vocab.json</c> and <c>merges.txt</c> of a folder.</summary>
    /// <exception cref="LetheException">Not there (<see cref="ExitCode.NotFound"/>) or no such files
    /// (<see cref="ExitCode.BadFile"/>).</exception>
    public static ClipTokenizer Open(string folder)
    {
        var (vocabulary, merges) = (Path.Combine(folder, "vocab.json"), Path.Combine(folder, "merges.txt"));
        return new(Vocabulary(Text(vocabulary), vocabulary), Ranks(Text(merges), merges));
    }

    public long[] Encode(string prompt) =>
        Tokenized.Row(ids[ClipText.BeginMark], [.. Tokens(prompt).Select(static id => (long)id)], End, padding: End, Length);

    public int LastWord(string prompt) => Math.Min(Tokens(prompt).Count(), Length - 2);

    public IReadOnlyList<int> Find(string prompt, string part) => Tokenized.Places([.. Tokens(prompt)], [.. Tokens(part)], Length);

    internal string Decode(IEnumerable<long> encoded)
    {
        var tokens = ids.ToDictionary(static pair => (long)pair.Value, static pair => pair.Key);
        var text = string.Concat(
            encoded.Select(id => tokens[id]).Where(static token => token is not (ClipText.BeginMark or ClipText.EndMark))
        );
        var bytes = text.Replace(WordEnd, " ").Select(static symbol => symbol == ' ' ? (byte)' ' : (byte)Array.IndexOf(Symbols, symbol));
        return Encoding.UTF8.GetString([.. bytes]).Trim();
    }

    /// <summary>The ids of a text, however many, without beginning and end.</summary>
    public IEnumerable<int> Tokens(string text) => ClipText.Words(ClipText.Cleaned(text)).SelectMany(Word);

    private int[] Word(string word)
    {
        lock (gate)
        {
            if (!known.TryGetValue(word, out var found))
            {
                known[word] = found = word is ClipText.BeginMark or ClipText.EndMark
                    ? [ids[word]]
                    : [.. Merge(word).Select(symbol => ids[symbol])];
            }
            return found;
        }
    }

    // Merges the pair of symbols that was merged first in training, again and again.
    private List<string> Merge(string word)
    {
        List<string> symbols = [.. Encoding.UTF8.GetBytes(word).Select(static value => Symbols[value].ToString())];
        symbols[^1] += WordEnd;
        while (symbols.Count > 1)
        {
            var pair = symbols.Zip(symbols.Skip(1)).MinBy(pair => ranks.GetValueOrDefault(pair, int.MaxValue));
            if (!ranks.ContainsKey(pair))
            {
                break;
            }
            for (var i = 0; i < symbols.Count - 1; i++)
            {
                if ((symbols[i], symbols[i + 1]) == pair)
                {
                    symbols[i] += symbols[i + 1];
                    symbols.RemoveAt(i + 1);
                }
            }
        }
        return symbols;
    }

    // GPT-2's table: bytes that print stand for themselves, the other 68 for the characters from 256 on.
    private static char[] ByteSymbols()
    {
        var next = 256;
        return
        [
            .. Enumerable
                .Range(0, 256)
                .Select(value => (char)(value is (>= 33 and <= 126) or (>= 161 and <= 172) or >= 174 ? value : next++)),
        ];
    }

    private static Dictionary<string, int> Vocabulary(string json, string path)
    {
        try
        {
            var ids = JsonSerializer.Deserialize<Dictionary<string, int>>(json) ?? [];
            var needed = Symbols.SelectMany(static symbol => (string[])[$"{symbol}", symbol + WordEnd]);
            return
                ids.Values.Order().SequenceEqual(Enumerable.Range(0, ids.Count))
                && needed.Append(ClipText.BeginMark).Append(ClipText.EndMark).All(ids.ContainsKey)
                ? ids
                : throw LetheException.BadFile(
                    $"{path} is not the vocabulary of CLIP: its ids are not 0 to {ids.Count - 1}, or a byte or an end is missing."
                );
        }
        catch (JsonException error)
        {
            throw LetheException.BadFile($"{path} is not the vocabulary of CLIP: {error.Message}", error);
        }
    }

    private static Dictionary<(string, string), int> Ranks(string text, string path)
    {
        var ranks = new Dictionary<(string, string), int>();
        foreach (var line in text.Split('\n').Select(static line => line.TrimEnd('\r')))
        {
            if (line.Length == 0 || line.StartsWith("#version", StringComparison.Ordinal))
            {
                continue;
            }
            if (line.Split(' ') is not [var left, var right] || !ranks.TryAdd((left, right), ranks.Count))
            {
                throw LetheException.BadFile(
                    $"{path} is not a list of merges: '{(line.Length > 40 ? line[..40] : line)}' are not two symbols, or come twice."
                );
            }
        }
        return ranks;
    }

    private static string Text(string path)
    {
        try
        {
            return new FileInfo(path) is { Length: > MostBytes } large
                ? throw LetheException.BadFile($"{path} has {large.Length} bytes; no vocabulary has more than {MostBytes}.")
                : File.ReadAllText(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw LetheException.NotFound($"There is no {path}. The folder of a tokenizer holds vocab.json and merges.txt.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw LetheException.BadFile($"Cannot read {path}: {error.Message}", error);
        }
    }
}
