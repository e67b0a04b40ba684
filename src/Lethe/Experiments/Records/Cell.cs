using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lethe.Experiments.Records;

/// <summary>
/// One cell of an experiment: everything that decides its result, and nothing else. Two cells are equal if and only if their
/// <see cref="Id"/> is.
/// </summary>
public sealed record Cell
{
    private SharedSettings settings = new(new(StringComparer.Ordinal));

    /// <summary>The experiment it belongs to, for example <c>lau</c>.</summary>
    public required string Experiment { get; init; }

    public required string Dataset { get; init; }

    public required string Model { get; init; }

    public required string Method { get; init; }

    /// <summary><c>smoke</c>, <c>quick</c>, <c>small</c> or <c>paper</c>.</summary>
    public required string Profile { get; init; }

    public required int Seed { get; init; }

    /// <summary>The class to forget, counted from 0; null where nothing is forgotten, or a set that is no single class.</summary>
    public int? ForgetClass { get; init; }

    /// <summary>What is to be forgotten where it is no single class: <c>classes:1,8</c>, <c>random:10%:0</c>.</summary>
    public string? ForgetSet { get; init; }

    /// <summary>What is to be forgotten, in words: <c>class 8</c>; null where nothing is.</summary>
    [JsonIgnore]
    public string? Forgotten => ForgetSet ?? (ForgetClass is { } number ? FormattableString.Invariant($"class {number}") : null);

    /// <summary>
    /// Everything else that decides the result: data, network, recipe, method, measures; see <see cref="Records.Settings"/>.
    /// </summary>
    public SortedDictionary<string, string> Settings
    {
        get => settings.All;
        init => settings = new(new(value, StringComparer.Ordinal));
    }

    /// <summary>The first 16 hexadecimal digits of SHA-256 over <see cref="Canonical"/>.</summary>
    [JsonIgnore]
    public string Id => Convert.ToHexStringLower(SHA256.HashData(Canonical()))[..16];

    /// <summary>
    /// All that it says by the paths of its properties (see <see cref="Records.Settings"/>), in ordinal order, as JSON in UTF-8.
    /// </summary>
    public byte[] Canonical()
    {
        // Those of the cells of one method, network and data set are the same; their paths come after all others.
        var others = this with
        {
            settings = new(new(StringComparer.Ordinal)),
        };
        var head = JsonSerializer.SerializeToUtf8Bytes(Records.Settings.Of(others));
        return settings.Json.Value is [_, _, _, ..] tail ? [.. head.AsSpan(0, head.Length - 1), (byte)',', .. tail.AsSpan(1)] : head;
    }

    /// <summary>The same cell with one setting changed or added; with all of a record's, under that key.</summary>
    public Cell With(string key, object? value)
    {
        var copy = this with { Settings = Settings };
        Records.Settings.Add(copy.Settings, key, value);
        return copy;
    }

    /// <summary>The same cell with all that a record says.</summary>
    public Cell With(object settings) => With("", settings);

    public bool Equals(Cell? other) => other is not null && Canonical().AsSpan().SequenceEqual(other.Canonical());

    /// <summary>Shared by the copies of a cell with the same settings; written as text once.</summary>
    private sealed class SharedSettings(SortedDictionary<string, string> all)
    {
        public SortedDictionary<string, string> All => all;

        public Lazy<byte[]> Json { get; } =
            new(() =>
                JsonSerializer.SerializeToUtf8Bytes(
                    new SortedDictionary<string, string>(
                        all.ToDictionary(static one => $"settings.{one.Key}", static one => one.Value),
                        StringComparer.Ordinal
                    )
                )
            );
    }

    public override int GetHashCode() => Id.GetHashCode(StringComparison.Ordinal);
}
