using Lethe.Faces.Films;
using Lethe.Runtime;
using Lethe.Tests.Data;
using Lethe.Tests.Runtime;

namespace Lethe.Tests.Faces.Films;

public sealed class FfmpegTests : IDisposable
{
    private const string Good = "ffmpeg version 6.0-test Copyright";
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_path_to_nothing_is_named()
    {
        using var variable = new TemporaryVariable(Ffmpeg.Variable, folder["nothing"]);
        Assert.Contains(folder["nothing"], Refused(ExitCode.NotFound, Ffmpeg.Find).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_machine_without_it_is_told_what_to_install()
    {
        using var variable = new TemporaryVariable(Ffmpeg.Variable, null);
        using var path = new TemporaryVariable("PATH", folder.Path);
        Assert.Contains("apt install ffmpeg", Refused(ExitCode.NotFound, Ffmpeg.Find).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("echo broken library >&2; exit 127", "broken library")]
    [InlineData("echo hello", "does not answer")]
    [InlineData("echo 'ffmpeg version 4.3.6-0 Copyright'", "too old")]
    [InlineData("echo 'ffmpeg version 0.8 Copyright'", "too old")]
    [InlineData(
        "if [ \"$1\" = -version ]; then echo '" + Good + "'; else cat >/dev/null; echo \"Unknown encoder 'libx264'\" >&2; exit 1; fi",
        "Unknown encoder 'libx264'"
    )]
    public void A_broken_or_old_one_is_refused_with_a_reason_and_advice(string script, string because)
    {
        var path = FakeFfmpeg.Write(folder, script);
        var error = Refused(ExitCode.BadFile, () => Ffmpeg.At(path));
        Assert.Contains(because, error.Message, StringComparison.Ordinal);
        Assert.Contains("Install ffmpeg 4.4 or later with libx264", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_program_is_refused()
    {
        var path = folder.Write("text", "hello"u8.ToArray());
        Assert.Contains("cannot be started", Refused(ExitCode.BadFile, () => Ffmpeg.At(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5.1.9-0+deb12u1", "-fps_mode")]
    [InlineData("n7.1", "-fps_mode")]
    [InlineData("N-112345-gabcdef", "-fps_mode")]
    [InlineData("4.4.2-0ubuntu0.22.04.1", "-vsync")]
    public void Its_version_decides_how_frames_are_passed_through(string version, string option)
    {
        var ffmpeg = Ffmpeg.At(
            FakeFfmpeg.Write(
                folder,
                $"if [ \"$1\" = -version ]; then echo 'ffmpeg version {version} Copyright'; else cat >/dev/null; echo 'x264 - "
                    + $"core 164 r3095 baee400 - H.264'; fi"
            )
        );
        Assert.Equal(
            (version, "164 r3095 baee400", option),
            (ffmpeg.Version, ffmpeg.X264, VideoQuality.C23.Decoding(ffmpeg).First(static argument => argument is "-fps_mode" or "-vsync"))
        );
    }

    [Fact]
    public async Task One_that_hangs_is_stopped_with_what_it_started()
    {
        var pid = folder["pid"];
        var ffmpeg = FakeFfmpeg.Try(folder, $"sleep 600 & echo $! > {pid}; wait");
        var error = await Assert.ThrowsAsync<LetheException>(() =>
            ffmpeg.RunAsync(["-x"], new byte[1 << 20], 10, TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken)
        );
        Assert.Contains("did not end within 1 s", error.Message, StringComparison.Ordinal);
        Assert.True(
            SpinWait.SpinUntil(
                () => !IsAlive(int.Parse(File.ReadAllText(pid), System.Globalization.CultureInfo.InvariantCulture)),
                TimeSpan.FromSeconds(10)
            )
        );
    }

    [Fact]
    public async Task Cancelling_stops_it()
    {
        var ffmpeg = FakeFfmpeg.Try(folder, "exec sleep 600");
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            ffmpeg.RunAsync(["-x"], default, 10, TimeSpan.FromMinutes(1), stop.Token)
        );
    }

    [Fact]
    public async Task Endless_output_is_stopped()
    {
        var ffmpeg = FakeFfmpeg.Try(folder, "exec cat /dev/zero");
        var error = await Assert.ThrowsAsync<LetheException>(() =>
            ffmpeg.RunAsync(["-x"], default, 1000, TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken)
        );
        Assert.Contains("more than the 1000 bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_line_of_its_complaint_is_passed_on_though_it_read_nothing()
    {
        var ffmpeg = FakeFfmpeg.Try(folder, "echo first >&2; echo 'Conversion failed!' >&2; echo >&2; exit 3");
        var error = await Assert.ThrowsAsync<LetheException>(() =>
            ffmpeg.RunAsync(["-x"], new byte[1 << 22], 1000, TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken)
        );
        Assert.Equal(ExitCode.Failed, error.ExitCode);
        Assert.Contains("ended with code 3: Conversion failed!", error.Message, StringComparison.Ordinal);
    }

    private static LetheException Refused(ExitCode code, Func<Ffmpeg> find)
    {
        var error = Assert.Throws<LetheException>(find);
        Assert.Equal(code, error.ExitCode);
        return error;
    }

    // On Linux a killed process whose parent is gone may stay as a zombie for a moment; its state is then Z.
    private static bool IsAlive(int pid)
    {
        try
        {
            return !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
