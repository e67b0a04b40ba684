using System.Collections.Concurrent;

namespace Lethe.Runtime;

/// <summary>A file on its way to another name in its folder, held open until then: others know by that that it is in use. What a process
/// that has died left is removed by the next one that writes in the folder.</summary>
internal sealed class TemporaryFile : IDisposable
{
    private const string Prefix = ".lethe-",
        Suffix = ".tmp",
        FolderSuffix = ".folder";

    private static readonly ConcurrentDictionary<string, bool> Cleared = new(),
        Mine = new();
    private static int count;

    private TemporaryFile(string path, FileStream stream) => (Path, Stream) = (path, stream);

    public string Path { get; }

    public FileStream Stream { get; }

    /// <summary>A folder that is removed together with this file, should this process die; it is not made here.</summary>
    public string Folder => FolderOf(Path);

    /// <summary>Makes the folder too, if need be.</summary>
    public static TemporaryFile In(string folder)
    {
        Directory.CreateDirectory(folder);
        if (Cleared.TryAdd(folder, true))
        {
            Clear(folder);
        }
        while (true)
        {
            var path = System.IO.Path.Combine(
                folder,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Prefix}{HostIdentity.Id}-{Environment.ProcessId}-{Interlocked.Increment(ref count)}{Suffix}"
                )
            );
            Mine[path] = true;
            try
            {
                // Shared with readers: those of the file that this becomes need not wait until it is closed.
                var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete, 1 << 20);
                if (File.Exists(path))
                {
                    return new(path, stream);
                }
                stream.Dispose(); // removed by a process that looked between its making and its lock
            }
            catch (IOException) when (File.Exists(path))
            {
                // Left by a dead process of the same number, which is now being removed, or in use in another container.
            }
        }
    }

    public void Become(string target)
    {
        Stream.Flush(flushToDisk: true);
        File.Move(Path, target, overwrite: true);
    }

    public void Dispose()
    {
        File.Delete(Path); // still held: nobody else may take it for a dead process's
        Stream.Dispose();
        Mine.TryRemove(Path, out _);
    }

    private static void Clear(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder, $"{Prefix}*{Suffix}").Where(static path => !IsOfAnother(path)))
        {
            try
            {
                // Not to be had while anybody holds it.
                using var dead = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
                if (Directory.Exists(FolderOf(path)))
                {
                    Directory.Delete(FolderOf(path), recursive: true);
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // In use, or not ours to remove.
            }
        }
        // What a dead process's child went on writing after its file was removed.
        foreach (var left in Directory.EnumerateDirectories(folder, $"{Prefix}*{FolderSuffix}").Where(static left => !IsInUse(left)))
        {
            try
            {
                Directory.Delete(left, recursive: true);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // That child still writes; the next process removes it.
            }
        }
    }

    private static bool IsInUse(string left) => File.Exists(System.IO.Path.ChangeExtension(left, Suffix)) || IsOfAnother(left);

    private static string FolderOf(string path) => System.IO.Path.ChangeExtension(path, FolderSuffix);

    // By a process that runs, going by its number: some network file systems keep no locks. Of another machine's nothing is known but that
    // no file is on its way for a day.
    private static bool IsOfAnother(string path)
    {
        if (
            System.IO.Path.GetFileName(path)[Prefix.Length..].Split('-') is not [var host, var digits, _]
            || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        )
        {
            return true; // no name of ours
        }
        return host != HostIdentity.Id ? File.GetLastWriteTimeUtc(path) > DateTime.UtcNow.AddDays(-1)
            : id == Environment.ProcessId ? Mine.ContainsKey(path)
            : HostIdentity.IsRunning(id);
    }
}
