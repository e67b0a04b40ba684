namespace Lethe.Runtime;

/// <summary>Files and folders that are there whole or not at all: written under a temporary name beside the target, which they take in one
/// step once they are on the disk. After a kill or a full disk there is the old one or the new one.</summary>
internal static class WholeFile
{
    /// <param name="advice">If it cannot be written, a sentence.</param>
    /// <exception cref="LetheException">Unwritable; the old file is as it was.</exception>
    public static void Write(string path, string advice, ReadOnlyMemory<byte> content) =>
        Write(path, advice, stream => stream.Write(content.Span));

    /// <inheritdoc cref="Write(string, string, ReadOnlyMemory{byte})"/>
    /// <param name="write">What it throws is thrown on.</param>
    public static void Write(string path, string advice, Action<FileStream> write) =>
        Replace(
            path,
            advice,
            (fresh, target) =>
            {
                KeepMode(target, fresh.Stream);
                write(fresh.Stream);
                fresh.Become(target);
            }
        );

    /// <summary>Likewise a folder, which must be empty or not there.</summary>
    /// <param name="fill">Is given the folder that takes the name.</param>
    /// <inheritdoc cref="Write(string, string, Action{FileStream})"/>
    public static void WriteFolder(string path, string advice, Action<string> fill) =>
        Replace(
            path,
            advice,
            (fresh, target) =>
            {
                try
                {
                    Directory.CreateDirectory(fresh.Folder);
                    fill(fresh.Folder);
                    if (Directory.Exists(target))
                    {
                        Directory.Delete(target);
                    }
                    Directory.Move(fresh.Folder, target);
                }
                finally
                {
                    if (Directory.Exists(fresh.Folder))
                    {
                        Directory.Delete(fresh.Folder, recursive: true);
                    }
                }
            }
        );

    private static void Replace(string path, string advice, Action<TemporaryFile, string> write)
    {
        try
        {
            var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
            using var fresh = TemporaryFile.In(Path.GetDirectoryName(target)!);
            write(fresh, target);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw LetheException.Unwritable($"Cannot write {path}: {error.Message} {advice}".TrimEnd(), error);
        }
    }

    // What only its owner may read stays so.
    private static void KeepMode(string target, FileStream fresh)
    {
        if (!OperatingSystem.IsWindows() && File.Exists(target))
        {
            var mode = File.GetUnixFileMode(target);
            if (mode != File.GetUnixFileMode(fresh.SafeFileHandle))
            {
                File.SetUnixFileMode(fresh.SafeFileHandle, mode);
            }
        }
    }
}
