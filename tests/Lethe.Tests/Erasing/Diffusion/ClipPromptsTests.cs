using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Lethe.Erasing.Diffusion;

namespace Lethe.Tests.Erasing.Diffusion;

/// <summary>OpenAI's vocabulary on the prompts that papers on erasing draw: LETHE_CLIP_BPE names a folder with vocab.json and merges.txt,
/// LETHE_PROMPTS one with the CSV files of ESD's repository, gzipped or not.</summary>
public sealed class ClipPromptsTests
{
    /// <summary>The hash is that of the ids that OpenAI's own tokenizer gives without ftfy, which mends texts that were decoded wrongly: in
    /// decimal with a space between, a line a prompt.</summary>
    [Theory]
    [InlineData("coco_30k", 30_000, "0111b8107717fe43c851527de884e4f094d0174728b4d9ab03fd9db3083c551c")]
    [InlineData("unsafe-prompts4703", 4_703, "0d9e43493c96234bde56c9e1c89bbfcd1e83b39c214de2670383c8ea9fcdac62")]
    [InlineData("art_prompts", 75, "53d53ccef353d0b57219f3c8a461aa8fbd7c65f2a9a4355f654d58600389a1dd")]
    [InlineData("famous_art_prompts", 20, "593307fc0fbc2d4df2746f184330446435aa7c8de7fa1de737ff0c743f76fbdd")]
    [InlineData("imagenet_prompts", 1_860, "0d8998c2a681f4c49866cd9b884a12d1a03cfe380210ed958a8c14f2582d3538")]
    [InlineData("small_imagenet_prompts", 100, "2f07874d185f52ca7bbc0c74589934e09d0b532cafbfc7f524f89a631b973abd")]
    [InlineData("vangogh_prompts", 50, "fbef9fbb212530cecc9d0574e607770ecfa9123aff532269099e34d49dd5a888")]
    public void Every_prompt_has_OpenAIs_ids_and_comes_back(string name, int count, string hash)
    {
        var tokenizer = Tokenizer();
        var prompts = Prompts(name);
        Assert.Equal(count, prompts.Count);
        var watch = Stopwatch.StartNew();
        var ids = prompts.Select(prompt => tokenizer.Tokens(prompt).ToArray()).ToList();
        TestContext.Current.TestOutputHelper?.WriteLine(
            FormattableString.Invariant(
                $"{name}: {count / watch.Elapsed.TotalSeconds:F0} prompts a second, {ids.Count(static row => row.Length > 75)} "
            ) + FormattableString.Invariant($"longer than 75 tokens")
        );
        Assert.Equal(
            hash,
            Convert.ToHexStringLower(
                SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(ids.Select(static row => string.Join(' ', row) + "\n"))))
            )
        );
        Assert.All(
            prompts.Zip(ids),
            pair =>
                Assert.Equal(
                    Bare(WebUtility.HtmlDecode(WebUtility.HtmlDecode(pair.First)).ToLowerInvariant()),
                    Bare(tokenizer.Decode(pair.Second.Select(static id => (long)id)))
                )
        );
    }

    /// <summary>Likewise OpenAI's: letters beyond 65,535, contractions, numbers, entities, other spaces, the marks of the ends.</summary>
    [Theory]
    [InlineData("", "")]
    [InlineData("a photo of a cat", "320 1125 539 320 2368")]
    [InlineData("Don't they'LL re'd 'S", "847 713 889 1342 810 1896 568")]
    [InlineData(
        "\U0001d4ef\U0001d4ea\U0001d4f7\U0001d4ec\U0001d502 a\U0001d4d7b ２１ ¾",
        "47110 107 47110 103 47110 115 47110 105 6874 242 480 64 47110 245 321 171 120 496 171 120 495 126 378"
    )]
    [InlineData("café CAFÉ", "15304 15304")]
    [InlineData("1234 v1.4 x²", "272 273 274 275 341 272 269 275 343 41175")]
    [InlineData("a&amp;#39;s &lt;b&gt; &eacute;", "320 568 283 321 285 4166")]
    [InlineData("tab\tnew\nline\u00a0nbsp\u3000wide\u2028x", "14724 686 1148 6459 4393 3184 343")]
    [InlineData("a<|endoftext|>b <|startoftext|>!<|endoftext|>", "320 49407 321 49406 0 27 347 40786 4160 91 285")]
    [InlineData("!'s!<|endoftext|>'re", "13222 338 0 27 347 40786 4160 91 29 262 810")]
    [InlineData("\U0001f469\u200d\U0001f680\U0001f3fd \u2639\ufe0f \U00020000x", "26304 22400 6114 39605 172 254 222 222 343")]
    public void Known_ids(string text, string ids) => Assert.Equal(ids, string.Join(' ', Tokenizer().Tokens(text)));

    private static ClipTokenizer Tokenizer()
    {
        var folder = Environment.GetEnvironmentVariable("LETHE_CLIP_BPE");
        Need.Other(
            File.Exists(Path.Combine(folder ?? "", "vocab.json")),
            "LETHE_CLIP_BPE",
            "LETHE_CLIP_BPE names no folder with CLIP's vocab.json and merges.txt; they are in the folder tokenizer of Stable "
                + "Diffusion v1.4 ('lethe data get sd-v1-4')."
        );
        return ClipTokenizer.Open(folder!);
    }

    private static List<string> Prompts(string name)
    {
        var path = Path.Combine(Environment.GetEnvironmentVariable("LETHE_PROMPTS") ?? "", $"{name}.csv");
        Need.Other(
            File.Exists(path) || File.Exists(path + ".gz"),
            "LETHE_PROMPTS",
            $"LETHE_PROMPTS names no folder with {name}.csv; it is in the folder data of github.com/rohitgandikota/erasing."
        );
        using Stream file = File.Exists(path)
            ? File.OpenRead(path)
            : new GZipStream(File.OpenRead(path + ".gz"), CompressionMode.Decompress);
        using var reader = new StreamReader(file, Encoding.UTF8);
        var rows = Rows(reader.ReadToEnd()).ToList();
        var column = rows[0].IndexOf("prompt");
        return [.. rows.Skip(1).Select(row => row[column])];
    }

    // RFC 4180.
    private static IEnumerable<List<string>> Rows(string csv)
    {
        var (row, cell, quoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < csv.Length; i++)
        {
            if (quoted && csv[i] == '"' && i + 1 < csv.Length && csv[i + 1] == '"')
            {
                cell.Append(csv[i++]);
            }
            else if (csv[i] == '"')
            {
                quoted = !quoted;
            }
            else if (quoted || csv[i] is not (',' or '\n'))
            {
                cell.Append(csv[i]);
            }
            else
            {
                row.Add(cell.ToString().TrimEnd('\r'));
                cell.Clear();
                if (csv[i] == '\n')
                {
                    yield return row;
                    row = [];
                }
            }
        }
        if (row.Count > 0)
        {
            yield return [.. row, cell.ToString()];
        }
    }

    private static string Bare(string text) => string.Concat(text.Where(static letter => !char.IsWhiteSpace(letter)));
}
