using Lethe.Training.Pickles;

namespace Lethe.Training;

/// <summary>Tensors in a file that cannot execute anything: header length, JSON header, raw little-endian values (huggingface/safetensors).
/// No size in the header is believed before it has been compared with the file.</summary>
public static class SafetensorsFile
{
    private const string Fault = "is not a whole safetensors file";

    /// <summary>A reader sees the old file or the new one.</summary>
    /// <param name="metadata">Free text beside the tensors.</param>
    /// <exception cref="LetheException">Unwritable: the file, or a tensor of a type that the format lacks.</exception>
    public static void Write(
        string path,
        IEnumerable<KeyValuePair<string, Tensor>> tensors,
        IReadOnlyDictionary<string, string>? metadata = null
    )
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var plain = tensors
            .OrderBy(static pair => pair.Key, StringComparer.Ordinal)
            .Select(static pair => (pair.Key, Value: pair.Value.detach().cpu().contiguous()))
            .ToList();
        var header = SafetensorsHeader.Bytes(plain, metadata, path);
        WholeFile.Write(
            path,
            "",
            file =>
            {
                file.Write(header);
                foreach (var (_, value) in plain)
                {
                    file.Write(value.bytes);
                }
            }
        );
    }

    /// <summary>All tensors of a file, on the CPU, in the caller's scope.</summary>
    /// <exception cref="LetheException">NotFound; BadFile: truncated, or not such a file.</exception>
    public static (Dictionary<string, Tensor> Tensors, Dictionary<string, string> Metadata) Read(string path) =>
        ForeignFile.Read(path, Fault, file => ReadAll(file, path));

    /// <summary>Likewise, of a stream whose length is known.</summary>
    internal static (Dictionary<string, Tensor> Tensors, Dictionary<string, string> Metadata) Read(Stream file, string name) =>
        ForeignFile.Checked(name, Fault, () => ReadAll(file, name));

    /// <summary>The same one after the other; each is gone when <paramref name="visit"/> returns.</summary>
    /// <exception cref="LetheException">As of <see cref="Read(string)"/>.</exception>
    public static void ReadEach(string path, Action<string, Tensor> visit) =>
        ForeignFile.Read(
            path,
            Fault,
            file =>
            {
                var header = SafetensorsHeader.Read(file, path);
                foreach (var entry in header.Entries)
                {
                    using var scope = NewDisposeScope();
                    visit(entry.Name, Values(file, entry));
                }
                return header;
            }
        );

    private static (Dictionary<string, Tensor> Tensors, Dictionary<string, string> Metadata) ReadAll(Stream file, string name)
    {
        using var scope = NewDisposeScope();
        var header = SafetensorsHeader.Read(file, name);
        var tensors = header.Entries.ToDictionary(static entry => entry.Name, entry => Values(file, entry));
        scope.MoveToOuter(tensors.Values);
        return (tensors, header.Metadata);
    }

    private static Tensor Values(Stream file, SafetensorsHeader.Entry entry) =>
        StoredNumbers.Read(file, entry.Shape, entry.Type, $"'{entry.Name}'");
}
