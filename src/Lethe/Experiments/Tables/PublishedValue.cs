using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lethe.Experiments.Tables;

/// <summary>A published number.</summary>
/// <param name="Value">What it is worth.</param>
/// <param name="Printed">Its digits as printed, less any comma between thousands: 0.7320 and 0.732 are not the same print.</param>
[JsonConverter(typeof(Converter))]
public readonly record struct PublishedValue(double Value, string Printed)
{
    private sealed class Converter : JsonConverter<PublishedValue>
    {
        public override PublishedValue Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
        {
            var printed = Encoding.UTF8.GetString(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan);
            return new(reader.GetDouble(), printed);
        }

        public override void Write(Utf8JsonWriter writer, PublishedValue value, JsonSerializerOptions options) =>
            writer.WriteRawValue(
                double.TryParse(value.Printed, CultureInfo.InvariantCulture, out _)
                    ? value.Printed
                    : value.Value.ToString("R", CultureInfo.InvariantCulture)
            );
    }
}
