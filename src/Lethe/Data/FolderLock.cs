using Lethe.Runtime;

namespace Lethe.Data;

/// <summary>Lets one process at a time fill a folder of the cache; freed by the system if the process dies.</summary>
internal sealed class FolderLock : IDisposable
{
    private readonly FileStream file;

    private FolderLock(FileStream file) => this.file = file;

    /// <summary>Waits until <paramref name="folder"/> is free.</summary>
    public static async Task<FolderLock> TakeAsync(string folder, CancellationToken cancel)
    {
        LetheHome.Ensure(folder);
        var path = Path.Combine(folder, ".lock");
        for (; ; )
        {
            try
            {
                return new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException error) when (IsHeld(error))
            {
                await Task.Delay(100, cancel);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw LetheException.Unwritable($"Cannot write in the folder {folder}: {error.Message} Set LETHE_HOME to another.", error);
            }
        }
    }

    // Sharing violation: ERROR_SHARING_VIOLATION of Windows, EWOULDBLOCK of Linux and of macOS.
    private static bool IsHeld(IOException error) => error.HResult is unchecked((int)0x80070020) or 11 or 35;

    public void Dispose() => file.Dispose();
}
