using System.Text.Json;

namespace Lethe.Erasing.Diffusion;

/// <summary>
/// Finds a network's weights in its folder by the names that diffusers and transformers give them: <c>STEM.safetensors</c>, an index
/// with its parts, a variant of either (<c>STEM.fp16.safetensors</c>, <c>STEM.safetensors.index.fp16.json</c>), or one file of PyTorch,
/// <c>STEM.bin</c>. The first of these counts; two variants without the whole are refused.
/// </summary>
internal static class DiffusersWeights
{
    private const int MostIndex = 16 << 20; // bytes

    /// <param name="stem">Of the file's name: <c>diffusion_pytorch_model</c>, or <c>model</c> for transformers.</param>
    /// <exception cref="LetheException">None (<see cref="ExitCode.NotFound"/>), more than one that could be meant, or a broken index
    /// (<see cref="ExitCode.BadFile"/>).</exception>
    public static IReadOnlyList<string> Files(string folder, string stem)
    {
        string[] names = Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)!]
            : [];
        string[] whole = [$"{stem}.safetensors", $"{stem}.safetensors.index.json"];
        var variants = names.Where(name => IsVariant(name, stem)).ToList();
        var chosen = whole.FirstOrDefault(names.Contains);
        if (chosen is null && variants.Count > 1)
        {
            throw LetheException.BadFile(
                $"{folder} holds several sets of weights, {string.Join(", ", variants)}, and no {whole[0]}. Keep the one that you mean."
            );
        }
        chosen ??= variants.FirstOrDefault() ?? names.FirstOrDefault(name => name == $"{stem}.bin" || name == $"pytorch_{stem}.bin");
        return chosen is null ? throw Missing(folder, stem, names)
            : chosen.EndsWith(".json", StringComparison.Ordinal) ? Parts(folder, Path.Combine(folder, chosen))
            : [Path.Combine(folder, chosen)];
    }

    /// <summary>Whether a file's name says that its numbers have two bytes.</summary>
    public static bool IsHalf(string path) => Path.GetFileName(path) is var name && (name.Contains(".fp16.") || name.Contains(".bf16."));

    // STEM.VARIANT.safetensors, STEM.safetensors.index.VARIANT.json, or, of other versions, STEM.VARIANT.safetensors.index.json.
    private static bool IsVariant(string name, string stem) =>
        name.StartsWith($"{stem}.", StringComparison.Ordinal)
        && name[(stem.Length + 1)..].Split('.')
            is [_, "safetensors"]
                or ["safetensors", "index", _, "json"]
                or [_, "safetensors", "index", "json"];

    private static LetheException Missing(string folder, string stem, string[] names)
    {
        var others = names.Length > 0 ? $" There is {string.Join(", ", names.Take(5))}{(names.Length > 5 ? ", …" : "")}." : "";
        return LetheException.NotFound(
            $"There are no weights in {folder}: neither {stem}.safetensors, nor {stem}.safetensors.index.json with its parts, "
                + $"nor a variant such as {stem}.fp16.safetensors, nor {stem}.bin.{others}"
        );
    }

    private static string[] Parts(string folder, string index)
    {
        try
        {
            using var json = JsonFile.Read(index, MostIndex);
            string[] names =
            [
                .. json
                    .RootElement.GetProperty("weight_map")
                    .EnumerateObject()
                    .Select(static entry => entry.Value.GetString() ?? "")
                    .Distinct()
                    .Order(StringComparer.Ordinal),
            ];
            return names.Length > 0 && names.All(static name => name.Length > 0 && Path.GetFileName(name) == name)
                ? [.. names.Select(name => Path.Combine(folder, name))]
                : throw LetheException.BadFile($"{index} names no parts, or parts outside its folder.");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw LetheException.BadFile($"{index} is not an index of weights: {error.Message}", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw LetheException.BadFile($"Cannot read {index}: {error.Message}", error);
        }
    }
}
