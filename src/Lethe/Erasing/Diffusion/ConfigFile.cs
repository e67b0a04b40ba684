using System.Text.Json;
using Lethe.Runtime;

namespace Lethe.Erasing.Diffusion;

/// <summary>A <c>config.json</c>: one JSON object, with errors that name file and key. A key that is missing or null means its usual value,
/// which the caller knows.</summary>
/// <param name="Path">For messages.</param>
internal sealed record ConfigFile(string Path, JsonElement Root)
{
    private const int Most = 1 << 20; // bytes

    /// <returns>Null if there is no such file.</returns>
    public static ConfigFile? OpenIfThere(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }
        try
        {
            using var json = JsonFile.Read(path, Most);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? new(path, json.RootElement.Clone())
                : throw LetheException.BadFile($"{path} is not a configuration: no JSON object.");
        }
        catch (JsonException error)
        {
            throw LetheException.BadFile($"{path} is not a configuration: {error.Message}", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw LetheException.BadFile($"Cannot read {path}: {error.Message}", error);
        }
    }

    public LetheException Refused(string key, string why) =>
        LetheException.BadFile(
            $"{Path}: {key} is {(Root.TryGetProperty(key, out var value) ? value.GetRawText() : "missing")}, and {why}."
        );

    /// <summary>Asserts what the file may say of things that are the same in every network of the kit.</summary>
    public ConfigFile Requiring(IEnumerable<(string Key, object?[] Allowed)> fixedKeys)
    {
        foreach (var (key, allowed) in fixedKeys)
        {
            if (Root.TryGetProperty(key, out var value) && !allowed.Any(one => Is(value, one)))
            {
                throw Refused(
                    key,
                    $"Lethe has only "
                        + $"{string.Join(" or ", allowed.Select(static one => one is null ? "null" : JsonSerializer.Serialize(one)))}"
                );
            }
        }
        return this;
    }

    /// <summary>Refuses a key that nobody knows: it may change what the network says. One that is null or false is switched off, and
    /// changes nothing.</summary>
    /// <param name="known">Names of keys that are read, required or without effect here.</param>
    public ConfigFile Knowing(IEnumerable<string> known)
    {
        var unknown = Root.EnumerateObject()
            .Where(static property => property.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.False))
            .Select(static property => property.Name)
            .Except(known, StringComparer.Ordinal)
            .FirstOrDefault();
        return unknown is null
            ? this
            : throw Refused(unknown, "Lethe does not know what it means. If it changes no picture, take it out of the file");
    }

    /// <summary>The object under a key.</summary>
    public ConfigFile Part(string key) =>
        Root.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.Object
            ? new($"{Path}, {key}", value)
            : throw Refused(key, "an object is wanted");

    public int? Whole(string key) =>
        !Root.TryGetProperty(key, out var value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var whole) && whole > 0 ? whole
        : throw Refused(key, "one whole number above 0 is wanted");

    public double? Number(string key) =>
        !Root.TryGetProperty(key, out var value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.Number ? value.GetDouble()
        : throw Refused(key, "a number is wanted");

    public IReadOnlyList<int>? Wholes(string key) =>
        List(
            key,
            static item => item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out var whole) && whole > 0 ? whole : (int?)null,
            "a list of whole numbers is wanted"
        );

    public IReadOnlyList<string>? Texts(string key) =>
        List(key, static item => item.ValueKind == JsonValueKind.String ? item.GetString() : null, "a list of names is wanted");

    public int OneOf(string key, string found, params string[] known) =>
        Array.IndexOf(known, found) is >= 0 and var place ? place : throw Refused(key, $"Lethe has only {string.Join(" and ", known)}");

    private T[]? List<T>(string key, Func<JsonElement, T?> read, string why)
        where T : class => Items(key, why)?.Select(item => read(item) ?? throw Refused(key, why)).ToArray();

    private int[]? List(string key, Func<JsonElement, int?> read, string why) =>
        Items(key, why)?.Select(item => read(item) ?? throw Refused(key, why)).ToArray();

    private IEnumerable<JsonElement>? Items(string key, string why) =>
        !Root.TryGetProperty(key, out var value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.Array && value.GetArrayLength() is > 0 and <= 16 ? value.EnumerateArray()
        : throw Refused(key, why);

    private static bool Is(JsonElement value, object? one) =>
        one switch
        {
            null => value.ValueKind == JsonValueKind.Null,
            bool truth => value.ValueKind == (truth ? JsonValueKind.True : JsonValueKind.False),
            double number => value.ValueKind == JsonValueKind.Number && Math.Abs(value.GetDouble() - number) <= 1e-9,
            _ => value.ValueKind == JsonValueKind.String && value.GetString() == (string)one,
        };
}
