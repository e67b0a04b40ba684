using Lethe.Runtime;
using static TorchSharp.torch;

namespace Lethe.Training.Pickles;

/// <summary>
/// Reads the files that <c>torch.save(model.state_dict(), …)</c> writes, of both forms, the archive of today and the one before 1.6. Such a
/// file is a program for Python; here it is only read, and what is
/// not the description of a tensor or a dictionary of tensors is refused by name. Of a checkpoint that holds more, <see cref="StateDict"/>
/// finds the one dictionary of tensors.
/// </summary>
public static class PickledWeights
{
    private static readonly string[] Endings = [".pth", ".pt", ".bin", ".ckpt", ".pth.tar", ".pt.tar", ".ckpt.tar"];

    /// <summary>Whether a file's name says that it is one.</summary>
    public static bool IsName(string path) => Endings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a file is one by its first bytes, or, where these say nothing, by its name.</summary>
    public static bool IsFile(string path)
    {
        Span<byte> start = stackalloc byte[LegacyWeights.Magic.Length];
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return IsName(path); // who reads it says what is wrong
        }
        // The header of a safetensors file begins with a bracket behind its length.
        return !(start.Length > 8 && start[8] == '{')
            && (start.StartsWith(ZippedWeights.Magic) || start.SequenceEqual(LegacyWeights.Magic) || IsName(path));
    }

    /// <summary>All tensors of a file, on the CPU; they belong to the caller's scope. Those of one storage share its memory, and strides
    /// are the file's, as in Python.</summary>
    /// <exception cref="LetheException">Missing (<see cref="ExitCode.NotFound"/>), truncated, or something else than a dictionary of
    /// tensors (<see cref="ExitCode.BadFile"/>).</exception>
    public static Dictionary<string, Tensor> Read(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 20);
            return Read(file);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw LetheException.NotFound($"There is no file {path}.");
        }
        catch (EndOfStreamException error)
        {
            throw LetheException.BadFile($"{path} is not read: it ends too early.", error);
        }
        catch (InvalidDataException error)
        {
            throw LetheException.BadFile($"{path} is not read: {error.Message.TrimEnd('.')}.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw LetheException.BadFile($"Cannot read {path}: {error.Message}", error);
        }
    }

    private static Dictionary<string, Tensor> Read(FileStream file)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var contents = Contents(file);
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var (name, tensor) in contents.Named)
        {
            tensors.Add(name, tensor.In(contents.Storages[tensor.Storage.Key]));
        }
        foreach (var tensor in tensors.Values)
        {
            tensor.MoveToOuterDisposeScope();
        }
        return tensors;
    }

    private static PickledContents Contents(FileStream file)
    {
        Span<byte> start = stackalloc byte[LegacyWeights.Magic.Length];
        start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        if (start.StartsWith(ZippedWeights.Magic))
        {
            return ZippedWeights.Read(file);
        }
        return start.SequenceEqual(LegacyWeights.Magic)
            ? LegacyWeights.Read(file)
            : throw new InvalidDataException("it does not begin as a file of PyTorch does");
    }
}
