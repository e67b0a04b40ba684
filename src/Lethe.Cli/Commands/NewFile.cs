using Lethe.Cli.Doctor;

namespace Lethe.Cli.Commands;

/// <summary>A file that a command is to write at its end: refused at its beginning, if it cannot be.</summary>
internal static class NewFile
{
    /// <param name="path">Of --out, in full.</param>
    /// <param name="force">Whether it may be there already.</param>
    /// <exception cref="LetheException">Unwritable.</exception>
    public static void Check(string path, bool force)
    {
        if (File.Exists(path) && !force)
        {
            throw LetheException.Unwritable($"{path} is there already. Choose another file with --out, or overwrite it with --force.");
        }
        if (Directory.Exists(path))
        {
            throw LetheException.Unwritable($"{path} is a folder. Name a file with --out.");
        }
        if (FolderSize.WhyNotWritable(Path.GetDirectoryName(path)!) is { } reason)
        {
            throw LetheException.Unwritable($"Cannot write {path}: {reason} Choose another file with --out.");
        }
    }
}
