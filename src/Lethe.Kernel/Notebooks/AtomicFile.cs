namespace Lethe.Kernel.Notebooks;

/// <summary>Files that are there whole or not at all.</summary>
internal static class AtomicFile
{
    /// <exception cref="NotebookException">The place cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var full = Path.GetFullPath(path);
        var part = full + ".part";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllBytes(part, content);
            File.Move(part, full, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new NotebookException(NotebookStatus.Unwritable, $"Cannot write {full}: {error.Message} Choose another place with --out.", error);
        }
    }
}
