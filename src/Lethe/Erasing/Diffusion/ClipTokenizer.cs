using System.Text;
using System.Text.Json;
using Lethe.Runtime;

namespace Lethe.Erasing.Diffusion;

/// <summary>CLIP's byte-pair encoding, as Stable Diffusion v1 uses it: 75 tokens between a beginning and an end, padded with the end
/// (Radford et al. 2021; Sennrich et al. 2016).</summary>
public sealed class ClipTokenizer : ITokenizer
{
    private const string BeginMark = "<|startoftext|>",
        EndMark = "<|endoftext|>",
        WordEnd = "</w>";
    private const long MostBytes = 16 << 20; // of a vocabulary file

    private static readonly char[] Symbols = ByteSymbols();
    private static readonly string[] Whole = [BeginMark, EndMark, "'s", "'t", "'re", "'ve", "'m", "'ll", "'d"];

    private readonly Dictionary<string, int> ids;
    private readonly Dictionary<(string, string), int> ranks;
    private readonly string[] tokens;
    private readonly Dictionary<string, int[]> known = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    private ClipTokenizer(Dictionary<string, int> ids, Dictionary<(string, string), int> ranks)
    {
        (this.ids, this.ranks) = (ids, ranks);
        tokens = new string[ids.Count];
        foreach (var (token, id) in ids)
        {
            tokens[id] = token;
        }
    }

    public int Length => 77;

    /// <summary>Token ids.</summary>
    public int VocabularySize => ids.Count;

    /// <summary>The token that ends a prompt and fills the rest.</summary>
    public long End => ids[EndMark];

    /// <summary>Reads <c>vocab.json</c> and <c>merges.txt</c> of a folder.</summary>
    /// <exception cref="LetheException">Not there (<see cref="ExitCode.NotFound"/>) or no such files
    /// (<see cref="ExitCode.BadFile"/>).</exception>
    public static ClipTokenizer Open(string folder)
    {
        var (vocabulary, merges) = (Path.Combine(folder, "vocab.json"), Path.Combine(folder, "merges.txt"));
        return new(Vocabulary(Text(vocabulary), vocabulary), Ranks(Text(merges), merges));
    }

    public long[] Encode(string prompt)
    {
        var inner = Tokens(prompt).Take(Length - 2).Select(static id => (long)id);
        long[] row = [ids[BeginMark], .. inner, End];
        return [.. row, .. Enumerable.Repeat(End, Length - row.Length)];
    }

    public int LastWord(string prompt) => Math.Min(Tokens(prompt).Count(), Length - 2);

    public IReadOnlyList<int> Find(string prompt, string part)
    {
        var (all, wanted) = (Tokens(prompt).ToList(), Tokens(part).ToList());
        return wanted.Count == 0
            ? []
            :
            [
                .. Enumerable
                    .Range(0, Math.Max(0, all.Count - wanted.Count + 1))
                    .Where(at => all.Skip(at).Take(wanted.Count).SequenceEqual(wanted))
                    .SelectMany(at => Enumerable.Range(at + 1, wanted.Count))
                    .Distinct()
                    .Where(at => at < Length - 1), // after the beginning
            ];
    }

    /// <summary>The text of token ids, without beginning, end and padding.</summary>
    public string Decode(IEnumerable<long> encoded)
    {
        var text = string.Concat(encoded.Select(id => tokens[id]).Where(static token => token is not (BeginMark or EndMark)));
        byte[] bytes =
        [
            .. text.Replace(WordEnd, " ", StringComparison.Ordinal)
                .SelectMany(static symbol => symbol == ' ' ? " "u8.ToArray() : [(byte)Array.IndexOf(Symbols, symbol)]),
        ];
        return Encoding.UTF8.GetString(bytes).Trim();
    }

    /// <summary>The ids of a text, however many, without beginning and end. Those of OpenAI's tokenizer without ftfy: curly quotes stay as
    /// they are, and accents apart from their letters too.</summary>
    public IEnumerable<int> Tokens(string text) => Words(ClipText.Cleaned(text)).SelectMany(Word);

    // CLIP's own pattern as code: the ends, the usual contractions, letters, a single number, anything else. A .NET pattern sees characters
    // beyond 65,535 as two halves, and takes neither for a letter.
    private static IEnumerable<string> Words(string text)
    {
        for (int at = 0, length; at < text.Length; at += length)
        {
            var whole = text[at] is '<' or '\''
                ? Whole.FirstOrDefault(word => string.CompareOrdinal(text, at, word, 0, word.Length) == 0)
                : null;
            var first = KindAt(text, at, out length);
            if (whole is not null)
            {
                length = whole.Length;
            }
            else if (first != Kind.Number)
            {
                while (at + length < text.Length && KindAt(text, at + length, out var more) == first)
                {
                    length += more;
                }
            }
            if (first != Kind.Space)
            {
                yield return text.Substring(at, length);
            }
        }
    }

    private static Kind KindAt(string text, int at, out int length)
    {
        var rune = Rune.GetRuneAt(text, at);
        length = rune.Utf16SequenceLength;
        return Rune.IsLetter(rune) ? Kind.Letter
            : Rune.IsNumber(rune) ? Kind.Number
            : ClipText.IsSpace(rune) ? Kind.Space
            : Kind.Other;
    }

    private int[] Word(string word)
    {
        lock (gate)
        {
            if (!known.TryGetValue(word, out var found))
            {
                known[word] = found = word is BeginMark or EndMark ? [ids[word]] : [.. Merge(word).Select(symbol => ids[symbol])];
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
            var best = Enumerable
                .Range(0, symbols.Count - 1)
                .MinBy(i => ranks.GetValueOrDefault((symbols[i], symbols[i + 1]), int.MaxValue));
            var pair = (symbols[best], symbols[best + 1]);
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
        var (symbols, next) = (new char[256], 256);
        for (var value = 0; value < 256; value++)
        {
            symbols[value] = value is (>= 33 and <= 126) or (>= 161 and <= 172) or >= 174 ? (char)value : (char)next++;
        }
        return symbols;
    }

    private static Dictionary<string, int> Vocabulary(string json, string path)
    {
        try
        {
            var ids = JsonSerializer.Deserialize<Dictionary<string, int>>(json) ?? [];
            return
                ids.ContainsKey(BeginMark)
                && ids.ContainsKey(EndMark)
                && ids.Values.Order().SequenceEqual(Enumerable.Range(0, ids.Count))
                && Symbols.All(symbol => ids.ContainsKey(symbol.ToString()) && ids.ContainsKey(symbol + WordEnd))
                ? new(ids, StringComparer.Ordinal)
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
        foreach (
            var line in text.Split('\n')
                .Select(static line => line.TrimEnd('\r'))
                .Where(static line => line.Length > 0 && !line.StartsWith("#version", StringComparison.Ordinal))
        )
        {
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

    private enum Kind
    {
        Space,
        Letter,
        Number,
        Other,
    }
}
