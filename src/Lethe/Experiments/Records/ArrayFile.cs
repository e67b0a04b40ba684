using Lethe.Training;

namespace Lethe.Experiments.Records;

/// <summary>The arrays of one record, in <c>arrays/ID.safetensors</c> beside the records.</summary>
internal static class ArrayFile
{
    private static string PathOf(string folder, string id) => Path.Combine(folder, "arrays", $"{id}.safetensors");

    /// <exception cref="LetheException">The file cannot be written.</exception>
    public static void Write(string folder, string id, IReadOnlyDictionary<string, FigureArray> arrays)
    {
        using var scope = NewDisposeScope();
        SafetensorsFile.Write(
            PathOf(folder, id),
            arrays.Select(static array =>
                KeyValuePair.Create(
                    array.Key,
                    tensor(array.Value.Values).reshape(array.Value.Shape).to(array.Value.IsHalf ? ScalarType.Float16 : ScalarType.Float32)
                )
            )
        );
    }

    public static bool Exists(string folder, string id) => File.Exists(PathOf(folder, id));

    /// <summary>Copies those of a record that has some.</summary>
    public static void Copy(string from, string to, string id)
    {
        if (PathOf(from, id) is var source && File.Exists(source))
        {
            LetheHome.Ensure(Path.GetDirectoryName(PathOf(to, id))!);
            WholeFile.Write(PathOf(to, id), "Make room, or choose another folder with --out.", File.ReadAllBytes(source));
        }
    }

    /// <exception cref="LetheException">There is no such file, or it is damaged.</exception>
    public static IReadOnlyDictionary<string, FigureArray> Read(string folder, string id)
    {
        using var scope = NewDisposeScope();
        return SafetensorsFile
            .Read(PathOf(folder, id))
            .Tensors.ToDictionary(
                static pair => pair.Key,
                static pair => new FigureArray(pair.Value.to(ScalarType.Float32).data<float>().ToArray(), pair.Value.shape)
                {
                    IsHalf = pair.Value.dtype == ScalarType.Float16,
                }
            );
    }
}
