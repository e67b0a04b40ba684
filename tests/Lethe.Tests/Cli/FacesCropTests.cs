using Lethe.Runtime;
using Lethe.Tests.Data;
using Lethe.Tests.Faces.Films;

namespace Lethe.Tests.Cli;

public sealed class FacesCropTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task It_cuts_says_what_it_left_out_and_goes_on()
    {
        RealFfmpeg.Find();
        await TinyVideo.WriteAsync(folder["celeb", "Celeb-real", "id0_0000.mp4"], TinyVideo.Frames(6), 18);
        folder.Write("celeb/Celeb-synthesis/id0_id1_0000.mp4", []);
        await File.WriteAllTextAsync(
            folder["celeb", "List_of_testing_videos.txt"],
            "1 Celeb-real/id0_0000.mp4\n",
            TestContext.Current.CancellationToken
        );
        string[] line =
        [
            "faces",
            "crop",
            "--set",
            "celeb-df-v2",
            "--data",
            folder["celeb"],
            "--out",
            folder["out"],
            "--frames",
            "2",
            "--size",
            "32",
            "--detector",
            "haar",
        ];
        var run = await CommandRun.Of(line);
        Assert.Equal(0, run.Code);
        Assert.Contains("1 videos, 2 frames in", run.Out, StringComparison.Ordinal);
        Assert.Contains("left out Celeb-synthesis-id0_id1_0000: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("1 videos were left out", run.Error, StringComparison.Ordinal);
        var again = await CommandRun.Of(line);
        Assert.Equal((0, run.Out), (again.Code, again.Out));
        Assert.Contains("1 of 2 videos", again.ErrorLines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_in_one_line()
    {
        (await CommandRun.Of("faces", "crop", "--set", "dfdc", "--out", folder["out"])).IsRefused(ExitCode.Usage, "celeb-df-v2");
        (await CommandRun.Of("faces", "crop", "--set", "ffiw10k", "--data", folder["gone"], "--out", folder["out"])).IsRefused(
            ExitCode.NotFound,
            "gone"
        );
        (await CommandRun.Of("faces", "crop", "--set", "ffiw10k", "--data", folder.Path, "--out", folder["out"])).IsRefused(
            ExitCode.NotFound,
            "not laid out"
        );
        (await CommandRun.Of("faces", "crop", "--set", "ffiw10k", "--out", folder["out"], "--frames", "0")).IsRefused(
            ExitCode.Usage,
            "--frames"
        );
    }
}
