namespace Lethe.Runtime;

/// <summary>Lets one process at a time fill a folder of the cache; freed by the system if the process dies.</summary>
internal static class FolderLock
{
    /// <summary>Waits until <paramref name="folder"/> is free; it is held until what is returned is disposed.</summary>
    public static async Task<IDisposable> TakeAsync(string folder, CancellationToken cancel)
    {
        LetheHome.Ensure(folder);
        while (true)
        {
            try
            {
                return new FileStream(Path.Combine(folder, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            // Sharing violation: ERROR_SHARING_VIOLATION of Windows, EWOULDBLOCK of Linux and of macOS.
            catch (IOException error) when (error.HResult is unchecked((int)0x80070020) or 11 or 35)
            {
                await Task.Delay(100, cancel);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw LetheException.Unwritable($"Cannot write in the folder {folder}: {error.Message} Set LETHE_HOME to another.", error);
            }
        }
    }
}
