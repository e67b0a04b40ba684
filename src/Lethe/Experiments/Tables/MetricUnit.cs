using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lethe.Experiments.Tables;

/// <summary>What the numbers of a column are counted in; decides how they are printed and compared.</summary>
/// <param name="Name">As in JSON.</param>
/// <param name="Decimals">After the point; null for three digits that count.</param>
/// <param name="ShortDecimals">Where there is little room.</param>
/// <param name="Tolerance">How far from the paper's a number may lie and still be called reproduced; of a ratio, the factor.</param>
[JsonConverter(typeof(Converter))]
public sealed record MetricUnit(string Name, int? Decimals, int? ShortDecimals, double Tolerance)
{
    /// <summary>Accuracies, 0 to 100.</summary>
    public static MetricUnit Percent { get; } = new("percent", 2, 1, 2);

    /// <summary>Differences of accuracies.</summary>
    public static MetricUnit Points { get; } = new("points", 2, 1, 2);

    /// <summary>0 to 1, or a logarithm of that.</summary>
    public static MetricUnit Score { get; } = new("score", 4, 2, 0.02);

    /// <summary>Of two sets of features, or of two predictions.</summary>
    public static MetricUnit Distance { get; } = new("distance", null, null, 2);

    /// <summary>Of a signal to its noise.</summary>
    public static MetricUnit Decibels { get; } = new("decibels", 2, 1, 2);

    public static MetricUnit Seconds { get; } = new("seconds", null, null, 2);

    /// <summary>How many times faster.</summary>
    public static MetricUnit Times { get; } = new("times", null, null, 2) { IsRatio = true };

    /// <summary>Training samples, or images.</summary>
    public static MetricUnit Samples { get; } = Count("samples");

    public static MetricUnit Epochs { get; } = Count("epochs");

    public static MetricUnit Iterations { get; } = Count("iterations");

    /// <summary>Whole numbers, whose means have one decimal: equal to the paper's, or not.</summary>
    public bool IsCount { get; private init; }

    /// <summary>Compared by a factor.</summary>
    public bool IsRatio { get; private init; }

    /// <summary>A column of such numbers where more is better; it belongs to no group yet.</summary>
    /// <param name="label">The metric's key, if not said.</param>
    public ResultColumn Up(string metric, string? label = null) => new("", metric, label ?? metric, true, this);

    /// <summary>Likewise where less is better.</summary>
    public ResultColumn Down(string metric, string? label = null) => new("", metric, label ?? metric, false, this);

    private static MetricUnit Count(string name) => new(name, 0, 0, 0) { IsCount = true };

    private sealed class Converter : JsonConverter<MetricUnit>
    {
        public override MetricUnit Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            throw new NotSupportedException("Tables are written, not read.");

        public override void Write(Utf8JsonWriter writer, MetricUnit value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Name);
    }
}
