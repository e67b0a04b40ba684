using System.Text.Json;
using System.Text.RegularExpressions;
using Lethe.Faces.Films;
using Lethe.Runtime;
using Lethe.Tests.Detection.Verdicts;
using Lethe.Tests.Experiments;
using Lethe.Tests.Runtime;
using SkiaSharp;

namespace Lethe.Tests.Cli;

public sealed partial class DetectTests(TestPackage trained) : IClassFixture<TestPackage>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    // The same everywhere, and quick: what ffmpeg does is tested with the examiner.
    private readonly TemporaryVariable noFfmpeg = new(Ffmpeg.Variable, Path.Combine(trained.Folder, "nowhere"));

    public void Dispose()
    {
        noFfmpeg.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_folder_with_bad_files_still_does_the_others()
    {
        Write("a-red.png", TestPictures.Plain(SKColors.Red));
        Write("b-blue.jpg", TestPictures.Plain(SKColors.Blue, SKEncodedImageFormat.Jpeg));
        Write("c-empty.jpg", []);
        Write("d-truncated.png", TestPictures.Plain(SKColors.Red)[..60]);
        Write("e-text.png", "not at all"u8.ToArray());
        Write("f-bomb.png", TestPictures.Bomb());
        Write("g-animation.gif", TestPictures.AnimatedGif());
        Write("h-cmyk.jpg", TestPictures.Cmyk());
        Write("notes.txt", "shopping"u8.ToArray());
        var run = await Detect(folder.Path, "--whole");
        Assert.Equal(1, run.Code);
        Assert.Matches(@"a-red\.png +1 at 0,0 +real ", run.Out);
        Assert.Matches(@"b-blue\.jpg +1 at 0,0 +FAKE ", run.Out);
        Assert.Contains("An animation: only its first frame was examined.", run.Out, StringComparison.Ordinal);
        Assert.Contains("8 files:", run.Out, StringComparison.Ordinal);
        Assert.Contains("4 not examined. 1 other files were left out.", run.Out, StringComparison.Ordinal);
        Assert.Contains("It has never seen: faces, or anything but plain red and blue.", run.Out, StringComparison.Ordinal);
        var complaints = Complaints(run);
        Assert.Equal(4, complaints.Length);
        Assert.Matches(@"c-empty\.jpg: The file is empty", complaints[0]);
        Assert.Matches(@"d-truncated\.png: The file is (truncated|damaged)", complaints[1]);
        Assert.Matches(@"e-text\.png: No picture and no video: its content is text, though its name says PNG\.", complaints[2]);
        Assert.Matches(@"f-bomb\.png: The picture is too large: 30000 x 30000 pixels\.", complaints[3]);
    }

    [Fact]
    public async Task Good_files_exit_with_nothing_on_stderr()
    {
        Write("red.png", TestPictures.Plain(SKColors.Red));
        var run = await Detect(folder.Path, "--whole");
        Assert.Equal(0, run.Code);
        Assert.Empty(Complaints(run));
    }

    [Fact]
    public async Task Json_has_a_stable_form()
    {
        Write("blue.png", TestPictures.Plain(SKColors.Blue));
        Write("empty.png", []);
        var run = await Detect(folder.Path, "--whole", "--json");
        Assert.Equal(1, run.Code);
        using var json = JsonDocument.Parse(run.Out);
        var blue = json.RootElement.GetProperty("files")[0];
        Assert.Equal("fake", blue.GetProperty("verdict").GetString());
        Assert.InRange(blue.GetProperty("probability").GetDouble(), 0.7, 1);
        Snapshot.Match(
            Measured().Replace(run.Out.Replace(folder.Path, "FOLDER", StringComparison.Ordinal), "$1 0.5"),
            "detect-json",
            "Cli"
        );
    }

    [Theory]
    [InlineData("NOWHERE.jpg", ExitCode.NotFound, "There is no such file.")]
    [InlineData("FOLDER", ExitCode.NotFound, "There are no pictures or videos in")]
    [InlineData("EMPTY", ExitCode.BadFile, "The file is empty (0 bytes)")]
    [InlineData("TEXT", ExitCode.BadFile, "No picture and no video: its content is text")]
    [InlineData("RED --model nonesuch", ExitCode.NotFound, "has no detector 'nonesuch'")]
    [InlineData("RED --model EMPTY", ExitCode.BadFile, "is not a whole safetensors file")]
    [InlineData("RED --model NOWHERE.safetensors", ExitCode.NotFound, "There is no file")]
    [InlineData("RED --device cuda:99", ExitCode.NoDevice, "cuda:99")]
    [InlineData("RED --faces eyes", ExitCode.Usage, "There is no face detector eyes")]
    [InlineData("RED --threshold 0.8,0.2", ExitCode.Usage, "--threshold wants one probability or two")]
    [InlineData("RED --threshold 1.5", ExitCode.Usage, "--threshold wants one probability or two")]
    [InlineData("RED --threshold 0.1,0.2,0.3", ExitCode.Usage, "--threshold wants one probability or two")]
    [InlineData("RED --frames 0", ExitCode.Usage, "--frames wants a number from 1 on")]
    [InlineData("RED --explain HERE", ExitCode.Unwritable, "is there already, and is not of an earlier")]
    [InlineData("RED --explain RED/pages", ExitCode.Unwritable, "Cannot make the folder")]
    [InlineData("", ExitCode.Usage, "See 'lethe detect --help'.")]
    public async Task What_cannot_be_done_is_refused_in_one_sentence(string line, ExitCode code, string because)
    {
        Directory.CreateDirectory(Path.Combine(folder.Path, "nothing"));
        Write("red.png", TestPictures.Plain(SKColors.Red));
        Write("empty", []);
        Write("text", "text"u8.ToArray());
        string[] args =
        [
            .. line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(word =>
                    word.Replace("NOWHERE", Path.Combine(folder.Path, "nowhere"))
                        .Replace("FOLDER", Path.Combine(folder.Path, "nothing"))
                        .Replace("EMPTY", Path.Combine(folder.Path, "empty"))
                        .Replace("TEXT", Path.Combine(folder.Path, "text"))
                        .Replace("RED", Path.Combine(folder.Path, "red.png"))
                        .Replace("HERE", folder.Path)
                ),
        ];
        string[] whole = line.Contains("--faces", StringComparison.Ordinal) ? [] : ["--whole"];
        string[] model = line.Contains("--model", StringComparison.Ordinal) ? [] : ["--model", trained.Path];
        (await CommandRun.Of(["detect", .. args, .. whole, .. model])).IsRefused(code, because);
    }

    [Fact]
    public async Task Of_several_files_the_missing_one_is_named()
    {
        Write("red.png", TestPictures.Plain(SKColors.Red));
        var run = await Detect(In("red.png"), In("nowhere.png"), "--whole");
        Assert.Equal(1, run.Code);
        Assert.Contains("nowhere.png: There is no such file.", Assert.Single(Complaints(run)), StringComparison.Ordinal);
        Assert.Equal(3, (await Detect(In("nowhere.png"), In("nor-here.png"), "--whole")).Code);
    }

    [Fact]
    public async Task Thresholds_move_the_verdict()
    {
        Write("red.png", TestPictures.Plain(SKColors.Red));
        Assert.Contains(" unsure ", (await Detect(folder.Path, "--whole", "--threshold", "0,1")).Out, StringComparison.Ordinal);
        var never = await Detect(folder.Path, "--whole", "--threshold", "0");
        Assert.Contains(" FAKE ", never.Out, StringComparison.Ordinal);
        Assert.Contains("fake from 0 on.", never.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_cannot_command_the_terminal()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no such names there");
        Write("\u001b[2Jred.png", TestPictures.Plain(SKColors.Red));
        Write("\u001b[2Jbad.png", []);
        var run = await Detect(folder.Path, "--whole");
        Assert.DoesNotContain('\u001b', run.Out + run.Error);
        Assert.Contains("?[2Jred.png", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopped_it_says_how_far_it_came()
    {
        Write("red.png", TestPictures.Plain(SKColors.Red));
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        var run = await CommandRun.Of(stop.Token, "detect", folder.Path, "--whole", "--model", trained.Path);
        run.IsStopped();
        Assert.Contains("0 of 1 files were examined.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_are_written_and_written_again_but_nothing_of_others()
    {
        Write("in/blue <b>.png", TestPictures.Plain(SKColors.Blue));
        Write("in/empty.png", []);
        var pages = In("pages");
        Assert.Equal(1, (await Detect(In("in"), "--whole", "--explain", pages)).Code);
        string[] expected =
        [
            "001-blue-b-.html",
            "001-blue-b--face1-frequencies.png",
            "001-blue-b--face1-heat.png",
            "001-blue-b--face1-strip.png",
            "index.html",
            "lethe-detect.json",
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), Names(pages));
        File.Delete(In("in/empty.png"));
        File.Move(In("in/blue <b>.png"), In("in/other.png"));
        Assert.Equal(0, (await Detect(In("in"), "--whole", "--explain", pages)).Code);
        Assert.DoesNotContain(Names(pages), static name => name.Contains("blue"));
        File.WriteAllText(Path.Combine(pages, "mine.txt"), "precious");
        (await Detect(In("in"), "--whole", "--explain", pages)).IsRefused(ExitCode.Unwritable, "mine.txt is there already");
    }

    [Theory]
    [InlineData(
        """{"written_by":"lethe detect --explain","files":["../precious.html","/etc/hosts","mine.txt","index.html/../../precious.html"]}"""
    )]
    [InlineData("""{"written_by":"somebody"}""")]
    [InlineData("[1,2]")]
    [InlineData("not JSON")]
    public async Task A_list_that_was_tampered_with_deletes_nothing(string list)
    {
        Write("in/blue.png", TestPictures.Plain(SKColors.Blue));
        Write("precious.html", "precious"u8.ToArray());
        Write("pages/mine.txt", "precious"u8.ToArray());
        File.WriteAllText(In("pages/lethe-detect.json"), list);
        (await Detect(In("in"), "--whole", "--explain", In("pages"))).IsRefused(ExitCode.Unwritable, "Choose a new or empty folder.");
        Assert.Equal("precious", File.ReadAllText(In("precious.html")));
        Assert.Equal("precious", File.ReadAllText(In("pages/mine.txt")));
    }

    [Fact]
    public async Task A_page_needs_no_other_file_and_trusts_no_name()
    {
        Write("in/<img src=x onerror=alert(1)>.png", TestPictures.Plain(SKColors.Blue));
        await Detect(In("in"), "--whole", "--explain", In("pages"));
        var page = File.ReadAllText(Directory.GetFiles(In("pages"), "001-*.html").Single());
        Assert.DoesNotContain("<img src=x", page, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"(src|href)=""(?!data:|index\.html|#)", page);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Snapshot.Match(
            Measured().Replace(Picture().Replace(Number().Replace(page, "0.500"), "data:image/png;base64,PICTURE"), "$1 0.5"),
            "detect-page",
            "Cli"
        );
    }

    // Without progress, which a slow machine shows.
    private static string[] Complaints(CommandRun run) =>
        [.. run.ErrorLines.Where(static line => !line.StartsWith("file ", StringComparison.Ordinal))];

    private static IEnumerable<string> Names(string folder) =>
        Directory.GetFiles(folder).Select(static path => Path.GetFileName(path)!).Order(StringComparer.Ordinal);

    private string In(string name) => Path.Combine(folder.Path, name);

    private void Write(string name, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(In(name))!);
        File.WriteAllBytes(In(name), content);
    }

    private Task<CommandRun> Detect(params string[] args) => CommandRun.Of(["detect", .. args, "--model", trained.Path]);

    // What another processor may compute a little differently.
    [GeneratedRegex("(\"(?:probability|logit)\":) -?[0-9.e+-]+")]
    private static partial Regex Measured();

    [GeneratedRegex("data:image/png;base64,[A-Za-z0-9+/=]+")]
    private static partial Regex Picture();

    [GeneratedRegex(@"(?<=width:)[0-9.]+|\b[01]\.[0-9]{3}\b|(?<=At )[0-9]+(?= of)")]
    private static partial Regex Number();
}
