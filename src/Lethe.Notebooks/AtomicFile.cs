using Lethe.Runtime;

namespace Lethe.Notebooks;

/// <summary><see cref="WholeFile"/>, with the status of a notebook's run.</summary>
internal static class AtomicFile
{
    /// <exception cref="NotebookException">The place cannot be written.</exception>
    public static void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    /// <inheritdoc cref="Write(string, string)"/>
    public static void Write(string path, ReadOnlyMemory<byte> content)
    {
        try
        {
            WholeFile.Write(Path.GetFullPath(path), "Choose another place with --out.", content);
        }
        catch (LetheException error)
        {
            throw new NotebookException(NotebookStatus.Unwritable, error.Message, error);
        }
    }
}
