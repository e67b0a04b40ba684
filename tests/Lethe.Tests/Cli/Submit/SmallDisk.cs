using System.Diagnostics;
using System.Globalization;

namespace Lethe.Tests.Cli.Submit;

/// <summary>A disk in memory that is soon full, mounted at a folder until disposed. It takes root.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string folder;

    public SmallDisk(string folder, int kilobytes)
    {
        this.folder = folder;
        Run("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={kilobytes}k"), "none", folder);
    }

    private string Ballast => Path.Combine(folder, "ballast");

    /// <summary>Takes all the room.</summary>
    /// <param name="butKilobytes">What is left.</param>
    public void Fill(int butKilobytes)
    {
        var room = new DriveInfo(folder).AvailableFreeSpace - (butKilobytes * 1024L);
        File.WriteAllBytes(Ballast, new byte[room]);
    }

    /// <summary>Gives it back.</summary>
    public void Empty() => File.Delete(Ballast);

    public void Dispose() => Run("umount", folder);

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
