namespace Lethe.Runtime;

/// <summary>
/// Unicode's normal form C: <c>ö</c> is one character, also where it was written as <c>o</c> and two dots, as in archives from macOS.
/// .NET's own <c>Normalize</c> does nothing where no library of cultures is installed. Unicode 14, Standard Annex 15.
/// </summary>
public static class CanonicalText
{
    // Hangul syllables are computed: 19 x 21 x 28 of them, chapter 3.12 of the standard.
    private const int Syllable = 0xAC00,
        Lead = 0x1100,
        Vowel = 0x1161,
        Tail = 0x11A7,
        Leads = 19,
        Vowels = 21,
        Tails = 28;

    private static readonly Lazy<Tables> Data = new(static () => new Tables());

    /// <summary>The text in form C. Half a character counts as U+FFFD.</summary>
    public static string Composed(string text)
    {
        if (text.All(static letter => letter < 0x300))
        {
            return text; // nothing below combines, and everything below is composed
        }
        var codes = new List<int>(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            Decompose(rune.Value, codes);
        }
        Order(codes);
        return string.Concat(Compose(codes).Select(static code => new Rune(code)));
    }

    private static void Decompose(int code, List<int> codes)
    {
        if (code - Syllable is >= 0 and < Leads * Vowels * Tails and var index)
        {
            codes.AddRange([Lead + (index / (Vowels * Tails)), Vowel + (index % (Vowels * Tails) / Tails)]);
            if (index % Tails > 0)
            {
                codes.Add(Tail + (index % Tails));
            }
        }
        else if (Data.Value.Parts.TryGetValue(code, out var parts))
        {
            foreach (var part in parts)
            {
                Decompose(part, codes);
            }
        }
        else
        {
            codes.Add(code);
        }
    }

    // Marks behind a letter stand in the order of their classes; those of one class keep theirs.
    private static void Order(List<int> codes)
    {
        for (var from = 0; from < codes.Count; from++)
        {
            var to = from;
            while (to < codes.Count && ClassOf(codes[to]) != 0)
            {
                to++;
            }
            if (to - from > 1)
            {
                codes.GetRange(from, to - from).OrderBy(ClassOf).ToList().ForEach(code => codes[from++] = code);
            }
            from = Math.Max(from, to);
        }
    }

    // Each mark joins the last letter before it, unless another mark of its class or a letter stands between.
    private static List<int> Compose(List<int> codes)
    {
        var result = new List<int>(codes.Count);
        var (letter, last) = (-1, 0); // where the letter stands in the result, and the class of what stands last behind it
        foreach (var code in codes)
        {
            var kind = ClassOf(code);
            var isBlocked = letter < result.Count - 1 && (last == 0 || last >= kind);
            if (letter >= 0 && !isBlocked && Pair(result[letter], code) is { } composed)
            {
                result[letter] = composed;
                continue;
            }
            if (kind == 0)
            {
                letter = result.Count;
            }
            last = kind;
            result.Add(code);
        }
        return result;
    }

    private static int? Pair(int first, int second)
    {
        if (first - Lead is >= 0 and < Leads and var lead && second - Vowel is >= 0 and < Vowels and var vowel)
        {
            return Syllable + (((lead * Vowels) + vowel) * Tails);
        }
        if (
            first - Syllable is >= 0 and < Leads * Vowels * Tails and var open
            && open % Tails == 0
            && second - Tail is > 0 and < Tails and var tail
        )
        {
            return first + tail;
        }
        return Data.Value.Pairs.TryGetValue((first, second), out var composed) ? composed : null;
    }

    private static int ClassOf(int code) => Data.Value.Classes.GetValueOrDefault(code);

    // Lines "C0 41 300", with a star where the parts are not put together again, and "300-314 230", a range and its combining class.
    private sealed class Tables
    {
        public Tables()
        {
            using var reader = new StreamReader(typeof(CanonicalText).Assembly.GetManifestResourceStream("unicode/canonical.txt")!);
            while (reader.ReadLine()?.Split(' ') is [var first, .. var rest])
            {
                if (first.Split('-') is [var from, var to])
                {
                    for (var code = Hex(from); code <= Hex(to); code++)
                    {
                        Classes.Add(code, int.Parse(rest[0], CultureInfo.InvariantCulture));
                    }
                    continue;
                }
                var (whole, codes) = (Hex(first.TrimEnd('*')), Array.ConvertAll(rest, Hex));
                Parts.Add(whole, codes);
                if (codes.Length == 2 && !first.EndsWith('*'))
                {
                    Pairs.Add((codes[0], codes[1]), whole);
                }
            }
        }

        public Dictionary<int, int[]> Parts { get; } = [];

        public Dictionary<(int, int), int> Pairs { get; } = [];

        public Dictionary<int, int> Classes { get; } = [];

        private static int Hex(string digits) => int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }
}
