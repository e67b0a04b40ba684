using Lethe.Faces.Films;
using Lethe.Tests.Data;

namespace Lethe.Tests.Faces.Films;

/// <summary>Shell scripts in ffmpeg's place.</summary>
internal static class FakeFfmpeg
{
    public static string Write(TemporaryFolder folder, string script)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The fake programs of this test are shell scripts.");
        var path = folder.Write($"ffmpeg-{Guid.NewGuid():N}", System.Text.Encoding.UTF8.GetBytes($"#!/bin/sh\n{script}\n"));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
        }
        return path;
    }

    /// <summary>One that passes the trial and then does what the script says.</summary>
    public static Ffmpeg Try(TemporaryFolder folder, string script) =>
        Ffmpeg.At(
            Write(
                folder,
                $"if [ \"$1\" = -version ]; then echo 'ffmpeg version 6.0-test Copyright'; exit; fi\ncase \"$*\" in *16x16*) "
                    + $"cat >/dev/null; echo 'x264 - core 1'; exit;; esac\n{script}"
            )
        );
}
