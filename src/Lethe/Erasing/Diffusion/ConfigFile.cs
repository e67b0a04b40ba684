using System.Text.Json;

namespace Lethe.Erasing.Diffusion;

/// <summary>A <c>config.json</c>: one JSON object, with errors that name file and key. A key that is missing or null means its usual value,
/// which the caller knows.</summary>
internal sealed record ConfigFile(string Path, JsonElement Root)
{
    private const int Most = 1 << 20; // bytes

    private static readonly Lazy<JsonElement> Parts = new(static () =>
    {
        using var stream = typeof(ConfigFile).Assembly.GetManifestResourceStream("diffusers/config.json")!;
        return JsonSerializer.Deserialize<JsonElement>(stream);
    });

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

    /// <summary>
    /// Refuses what the kit does not have, by a part of <c>DiffusersConfig.json</c>: another value of a fixed key, and a key that nobody
    /// knows, as it may change what the network says. One that is null or false is switched off, and changes nothing.
    /// </summary>
    public ConfigFile Check(string part)
    {
        var keys = Parts.Value.GetProperty(part);
        var known = keys.GetProperty("fixed").EnumerateObject().ToDictionary(static key => key.Name, static key => key.Value);
        foreach (var (key, allowed) in known)
        {
            if (Root.TryGetProperty(key, out var value) && !allowed.EnumerateArray().Any(one => Same(value, one)))
            {
                throw Refused(
                    key,
                    $"Lethe has only {string.Join(" or ", allowed.EnumerateArray().Select(static one => one.GetRawText()))}"
                );
            }
        }
        if (!keys.TryGetProperty("read", out var read))
        {
            return this;
        }
        var others = read.EnumerateArray().Concat(keys.GetProperty("free").EnumerateArray()).Select(static key => key.GetString()!);
        var unknown = Root.EnumerateObject()
            .Where(static property => property.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.False))
            .Select(static property => property.Name)
            .Except([.. known.Keys, .. others])
            .FirstOrDefault();
        return unknown is null
            ? this
            : throw Refused(unknown, "Lethe does not know what it means. If it changes no picture, take it out of the file");
    }

    public ConfigFile Part(string key) =>
        Root.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.Object
            ? new($"{Path}, {key}", value)
            : throw Refused(key, "an object is wanted");

    public int? Whole(string key) =>
        Value(key) is { } value ? AsWhole(value) ?? throw Refused(key, "one whole number above 0 is wanted") : null;

    public double? Number(string key) =>
        Value(key) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number ? value.GetDouble()
        : throw Refused(key, "a number is wanted");

    public IReadOnlyList<int>? Wholes(string key)
    {
        const string Why = "a list of whole numbers is wanted";
        return Items(key, Why)?.Select(item => AsWhole(item) ?? throw Refused(key, Why)).ToList();
    }

    public IReadOnlyList<string>? Texts(string key)
    {
        const string Why = "a list of names is wanted";
        return Items(key, Why)
            ?.Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : throw Refused(key, Why))
            .ToList();
    }

    public int OneOf(string key, string found, params string[] known) =>
        Array.IndexOf(known, found) is >= 0 and var place ? place : throw Refused(key, $"Lethe has only {string.Join(" and ", known)}");

    private JsonElement? Value(string key) =>
        Root.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private IEnumerable<JsonElement>? Items(string key, string why) =>
        Value(key) is not { } value ? null
        : value.ValueKind == JsonValueKind.Array && value.GetArrayLength() is > 0 and <= 16 ? value.EnumerateArray()
        : throw Refused(key, why);

    private static int? AsWhole(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var whole) && whole > 0 ? whole : null;

    // A float32 that was written as a number is not quite what it was.
    private static bool Same(JsonElement value, JsonElement one) =>
        value.ValueKind == JsonValueKind.Number && one.ValueKind == JsonValueKind.Number
            ? Math.Abs(value.GetDouble() - one.GetDouble()) <= 1e-9
            : JsonElement.DeepEquals(value, one);
}
