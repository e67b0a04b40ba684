using System.Text.Json;

namespace Lethe.Unlearning;

/// <summary>
/// Settings that were chosen for methods on one network and data set, by a rule that saw neither test images nor Retrain: a file of the
/// kit.
/// </summary>
public sealed record TunedNetwork
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { WriteIndented = true, NewLine = "\n" };

    private static readonly Lazy<IReadOnlyList<TunedNetwork>> Kit = new(static () =>
        [
            .. typeof(TunedNetwork)
                .Assembly.GetManifestResourceNames()
                .Where(static name => name.StartsWith("tuned/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(static name => Parse(Embedded.Text(typeof(TunedNetwork), name))),
        ]
    );

    public required string Dataset { get; init; }

    public required string Network { get; init; }

    public required string Profile { get; init; }

    /// <summary>What kind of set was forgotten: <c>class</c>.</summary>
    public required string Forgets { get; init; }

    /// <summary><c>H</c>.</summary>
    public required string Rule { get; init; }

    /// <summary>Classes that were forgotten to choose: settings do not count for them.</summary>
    public required IReadOnlyList<int> Classes { get; init; }

    public required IReadOnlyList<int> Seeds { get; init; }

    /// <summary>By the method's name.</summary>
    public required SortedDictionary<string, TunedMethod> Methods { get; init; }

    /// <summary>Those of the kit.</summary>
    public static IReadOnlyList<TunedNetwork> All => Kit.Value;

    /// <summary>The kit's settings for a method; null where it was not tuned, or on the very class that is to be forgotten.</summary>
    public static TunedMethod? Find(string dataset, string network, string profile, string method, int forgetClass) =>
        All.FirstOrDefault(one => one.Dataset == dataset && one.Network == network && one.Profile == profile) is { } found
        && !found.Classes.Contains(forgetClass)
            ? found.Methods.GetValueOrDefault(method)
            : null;

    /// <exception cref="JsonException">No such settings.</exception>
    public static TunedNetwork Parse(string json) =>
        JsonSerializer.Deserialize<TunedNetwork>(json, Form) ?? throw new JsonException("null");

    public string Json() => JsonSerializer.Serialize(this, Form) + "\n";
}
