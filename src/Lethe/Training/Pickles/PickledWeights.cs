namespace Lethe.Training.Pickles;

/// <summary>
/// Reads the files that <c>torch.save(model.state_dict(), …)</c> writes, as archives or in the form before 1.6. Such a file is a program
/// for Python; here it is only read, and all but tensors and dictionaries of them is refused by name. Of a checkpoint that holds more,
/// <see cref="StateDict"/> finds the one dictionary of tensors.
/// </summary>
public static class PickledWeights
{
    private static readonly string[] Endings = [".pth", ".pt", ".bin", ".ckpt", ".pth.tar", ".pt.tar", ".ckpt.tar"];

    public static bool IsName(string path) => Endings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a file is one by its first bytes, or, where these say nothing, by its name.</summary>
    public static bool IsFile(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            var start = Start(file);
            // The header of a safetensors file begins with a bracket behind its length.
            return !(start.Length > 8 && start[8] == '{')
                && (start.StartsWith(ZippedWeights.Magic) || start.SequenceEqual(LegacyWeights.Magic) || IsName(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return IsName(path); // who reads it says what is wrong
        }
    }

    /// <summary>All tensors of a file, on the CPU, in the caller's scope. Those of one storage share its memory, and strides are the
    /// file's, as in Python.</summary>
    /// <exception cref="LetheException">NotFound; BadFile: truncated, or no dictionary of tensors.</exception>
    public static Dictionary<string, Tensor> Read(string path) =>
        ForeignFile.Read(
            path,
            "is not read",
            static file =>
            {
                using var scope = NewDisposeScope();
                using var noGrad = no_grad();
                var start = Start(file);
                var tensors =
                    start.StartsWith(ZippedWeights.Magic) ? ZippedWeights.Read(file)
                    : start.SequenceEqual(LegacyWeights.Magic) ? LegacyWeights.Read(file)
                    : throw new InvalidDataException("it does not begin as a file of PyTorch does");
                scope.MoveToOuter(tensors.Values);
                return tensors;
            }
        );

    private static ReadOnlySpan<byte> Start(FileStream file)
    {
        var start = new byte[LegacyWeights.Magic.Length];
        return start.AsSpan(0, file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false));
    }
}
