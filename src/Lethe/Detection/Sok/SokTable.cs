using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lethe.Detection.Sok;

/// <summary>
/// Table 3 of the systematisation of deepfake detectors by Le, Kim, Woo, Moore, Abuadbba and Tariq (arXiv:2401.04364), as far as it can be
/// read: 51 detectors in 13 conceptual frameworks. It holds what was published; nothing of it was run by this kit.
/// </summary>
/// <param name="Paper">The paper the table belongs to.</param>
/// <param name="Slide">The talk and slide it was read from.</param>
/// <param name="Meaning">What the columns are, and how far they can be trusted.</param>
/// <param name="Frameworks">In the order of their numbers, each with its detectors.</param>
public sealed record SokTable(string Name, string Title, string Paper, string Slide, string Meaning, IReadOnlyList<SokFramework> Frameworks)
{
    // A field that is missing or misspelt must not pass for one that is not known.
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    private static readonly Lazy<SokTable> Embedded = new(static () =>
    {
        using var stream = typeof(SokTable).Assembly.GetManifestResourceStream("sok/sok-detectors.json")!;
        return JsonSerializer.Deserialize<SokTable>(stream, Strict)!;
    });

    /// <summary>Every detector with its framework, in the order of the table.</summary>
    [JsonIgnore]
    public IReadOnlyList<(SokFramework Framework, SokDetector Detector)> Rows =>
        [.. Frameworks.SelectMany(static framework => framework.Detectors.Select(detector => (framework, detector)))];

    /// <summary>The table that the kit carries (<c>src/Lethe/Detection/Sok/sok-detectors.json</c>).</summary>
    public static SokTable Load() => Embedded.Value;
}
