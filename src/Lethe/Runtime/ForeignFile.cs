using System.Text.Json;

namespace Lethe.Runtime;

/// <summary>Reads a file that others wrote, and says what is wrong with it.</summary>
internal static class ForeignFile
{
    /// <param name="fault">Of a damaged file: <c>is not a whole safetensors file</c>.</param>
    /// <param name="read">Throws <see cref="InvalidDataException"/>, <see cref="JsonException"/> or <see cref="EndOfStreamException"/> for
    /// damage.</param>
    /// <param name="advice">A sentence for damage.</param>
    /// <exception cref="LetheException">NotFound; BadFile: damaged, or not readable.</exception>
    public static T Read<T>(string path, string fault, Func<FileStream, T> read, string advice = "")
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 20);
            return Checked(path, fault, () => read(file), advice);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw LetheException.NotFound($"There is no file {path}.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw LetheException.BadFile($"Cannot read {path}: {error.Message}", error);
        }
    }

    /// <summary>Likewise, of content that is open already.</summary>
    /// <param name="name">For messages.</param>
    public static T Checked<T>(string name, string fault, Func<T> read, string advice = "")
    {
        try
        {
            return read();
        }
        catch (EndOfStreamException error)
        {
            throw LetheException.BadFile($"{name} {fault}: it ends too early. {advice}".TrimEnd(), error);
        }
        catch (Exception error) when (error is InvalidDataException or JsonException)
        {
            throw LetheException.BadFile($"{name} {fault}: {error.Message.TrimEnd('.')}. {advice}".TrimEnd(), error);
        }
    }
}
