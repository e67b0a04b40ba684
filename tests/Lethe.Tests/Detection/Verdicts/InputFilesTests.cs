using System.Diagnostics;
using Lethe.Detection.Verdicts;
using Lethe.Runtime;
using Lethe.Tests.Experiments;
using SkiaSharp;

namespace Lethe.Tests.Detection.Verdicts;

public sealed class InputFilesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public InputFilesTests()
    {
        Write("b.png", TestPictures.Plain(SKColors.Red));
        Write("a.jpg", TestPictures.Plain(SKColors.Red));
        Write("unnamed", TestPictures.Plain(SKColors.Blue, SKEncodedImageFormat.Jpeg));
        Write("empty.jpg", []);
        Write("lies.png", "no picture"u8.ToArray());
        Write("notes.txt", "shopping"u8.ToArray());
        Write(".hidden.png", TestPictures.Plain(SKColors.Red));
        Write("below/c.png", TestPictures.Plain(SKColors.Red));
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_folder_gives_what_is_or_is_named_like_a_picture_in_order()
    {
        var found = InputFiles.Find([folder.Path], recursive: false);
        Assert.Equal(
            ["a.jpg", "b.png", "empty.jpg", "lies.png", "unnamed"],
            found.Files.Select(static file => Path.GetFileName(file.Path))
        );
        Assert.Equal(1, found.Others);
        Assert.Equal("The file is empty (0 bytes), or no ordinary file.", found.Files[2].Refusal);
        Assert.Equal("No picture and no video: its content is text, though its name says PNG.", found.Files[3].Refusal);
    }

    [Fact]
    public void Folders_below_only_if_asked() =>
        Assert.Equal(Path.Combine(folder.Path, "below", "c.png"), InputFiles.Find([folder.Path], recursive: true).Files[^1].Path);

    [Fact]
    public void A_file_that_is_named_is_always_answered_for()
    {
        var found = InputFiles.Find([In("notes.txt"), In(".hidden.png"), In("nowhere.png")], recursive: false).Files;
        Assert.Equal([ExitCode.BadFile, ExitCode.Ok, ExitCode.NotFound], found.Select(static file => file.Code));
    }

    [Fact]
    public void The_same_file_twice_is_one_file() =>
        Assert.Single(InputFiles.Find([In("a.jpg"), In("below/../a.jpg")], recursive: false).Files);

    [Fact]
    public void A_link_is_followed_if_it_is_named_and_left_out_in_a_folder()
    {
        File.CreateSymbolicLink(In("link.png"), In("b.png"));
        File.CreateSymbolicLink(In("broken.png"), In("nothing.png"));
        Directory.CreateSymbolicLink(In("below/circle"), folder.Path);
        Assert.DoesNotContain(
            InputFiles.Find([folder.Path], recursive: true).Files,
            static file => file.Path.Contains("link") || file.Path.Contains("circle") || file.Path.Contains("broken")
        );
        Assert.Equal("PNG", Assert.Single(InputFiles.Find([In("link.png")], recursive: false).Files).Type?.Name);
        Assert.Equal(ExitCode.NotFound, Assert.Single(InputFiles.Find([In("broken.png")], recursive: false).Files).Code);
    }

    [Fact]
    public void A_pipe_is_refused_and_keeps_nobody_waiting()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs mkfifo");
        using (var make = Process.Start("mkfifo", In("pipe.png")))
        {
            make.WaitForExit();
        }
        File.CreateSymbolicLink(In("to-pipe.png"), In("pipe.png"));
        Assert.All(
            InputFiles.Find([In("pipe.png"), In("to-pipe.png")], recursive: false).Files,
            static file => Assert.Equal(ExitCode.BadFile, file.Code)
        );
    }

    private string In(string name) => Path.Combine(folder.Path, name);

    private void Write(string name, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(In(name))!);
        File.WriteAllBytes(In(name), content);
    }
}
