using System.Diagnostics;

namespace Lethe.Experiments.Records;

/// <summary>A lock between threads and processes: an empty file held open. When its holder dies, the system frees it.</summary>
internal static class FileLock
{
    // "Somebody holds it": EWOULDBLOCK of Linux and macOS, ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION of Windows.
    private static readonly int[] Busy = [11, 35, unchecked((int)0x80070020), unchecked((int)0x80070021)];

    /// <summary>
    /// The lock, or null if another holds it. The file is never deleted: a file unlinked while another waits for it would be locked twice.
    /// </summary>
    /// <exception cref="LetheException">The file cannot be written.</exception>
    public static FileStream? TryTake(string path)
    {
        try
        {
            return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when (Busy.Contains(error.HResult))
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw LetheException.Unwritable($"Cannot lock {path}: {error.Message} Choose another folder with --out.", error);
        }
    }

    /// <summary>Waits for the lock.</summary>
    /// <exception cref="LetheException">Not freed in time, or the file cannot be written.</exception>
    public static FileStream Take(string path, TimeSpan patience)
    {
        var clock = Stopwatch.StartNew();
        for (var pause = 1; ; pause = Math.Min(2 * pause, 50))
        {
            if (TryTake(path) is { } taken)
            {
                return taken;
            }
            if (clock.Elapsed > patience)
            {
                throw LetheException.Unwritable(
                    $"Another process has kept {path} locked for {patience.TotalSeconds:F0} s. End it, or choose another folder with --out."
                );
            }
            Thread.Sleep(pause);
        }
    }
}
