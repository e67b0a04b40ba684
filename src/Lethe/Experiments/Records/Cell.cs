using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Lethe.Unlearning;

namespace Lethe.Experiments.Records;

/// <summary>
/// One cell of an experiment: everything that decides its result, and nothing else. Two cells are equal if and only if
/// their <see cref="Id"/> is.
/// </summary>
public sealed record Cell
{
    /// <summary>The experiment it belongs to, for example <c>lau</c>.</summary>
    public required string Experiment { get; init; }

    /// <summary>For example <c>fashion-mnist-sample</c>; see <see cref="Labels.Datasets"/>.</summary>
    public required string Dataset { get; init; }

    /// <summary>For example <c>resnet18</c>; see <see cref="Labels.Models"/>.</summary>
    public required string Model { get; init; }

    /// <summary>For example <c>lau</c>; see <see cref="Labels.Methods"/>.</summary>
    public required string Method { get; init; }

    /// <summary><c>smoke</c>, <c>quick</c>, <c>small</c> or <c>paper</c>.</summary>
    public required string Profile { get; init; }

    public required int Seed { get; init; }

    /// <summary>The class to forget, counted from 0; null where nothing is forgotten.</summary>
    public int? ForgetClass { get; init; }

    /// <summary>Everything else that decides the result: width, recipe, precision, options of the method. Build it with <see cref="SettingsOf"/>.</summary>
    public SortedDictionary<string, string> Settings { get; init => field = new(value, StringComparer.Ordinal); } = new(StringComparer.Ordinal);

    /// <summary>The first 16 hexadecimal digits of SHA-256 over <see cref="Canonical"/>.</summary>
    [JsonIgnore]
    public string Id => Convert.ToHexStringLower(SHA256.HashData(Canonical()))[..16];

    /// <summary>The cell as JSON in UTF-8: keys in ordinal order, no white space.</summary>
    public byte[] Canonical()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("dataset", Dataset);
            json.WriteString("experiment", Experiment);
            if (ForgetClass is { } forgotten)
            {
                json.WriteNumber("forgetClass", forgotten);
            }
            json.WriteString("method", Method);
            json.WriteString("model", Model);
            json.WriteString("profile", Profile);
            json.WriteNumber("seed", Seed);
            json.WriteStartObject("settings");
            foreach (var (key, value) in Settings)
            {
                json.WriteString(key, value);
            }
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Settings from keys and values; numbers are written without regard to the machine's language, truth values as <c>true</c> and <c>false</c>.</summary>
    public static SortedDictionary<string, string> SettingsOf(params ReadOnlySpan<(string Key, object Value)> settings)
    {
        var result = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in settings)
        {
            result[key] = Text(value);
        }
        return result;
    }

    /// <summary>The same cell with one setting changed or added.</summary>
    public Cell With(string key, object value)
    {
        var copy = this with { Settings = Settings };
        copy.Settings[key] = Text(value);
        return copy;
    }

    /// <summary>The same cell with the settings of a method added.</summary>
    public Cell With(IUnlearningMethod method) => UnlearningCatalog.Describe(method).Aggregate(this, static (cell, setting) => cell.With($"method.{setting.Key}", setting.Value));

    public bool Equals(Cell? other) => other is not null && Canonical().AsSpan().SequenceEqual(other.Canonical());

    public override int GetHashCode() => Id.GetHashCode(StringComparison.Ordinal);

    private static string Text(object value) => value switch
    {
        bool truth => truth ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
