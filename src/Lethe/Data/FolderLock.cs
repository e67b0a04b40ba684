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
            catch (UnauthorizedAccessException error)
            {
                throw LetheException.Unwritable($"Cannot write in the folder {folder}: {error.Message} Set LETHE_HOME to another.", error);
            }
            catch (IOException)
            {
                await Task.Delay(100, cancel);
            }
        }
    }

    public void Dispose() => file.Dispose();
}
