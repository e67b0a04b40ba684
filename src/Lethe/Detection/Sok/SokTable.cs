using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lethe.Detection.Sok;

/// <summary>Table 3 of the systematisation of deepfake detectors by Le, Kim, Woo, Moore, Abuadbba and Tariq (arXiv:2401.04364), as far as
/// it can be read: 51 detectors in 13 conceptual frameworks. Nothing of it was run by this kit.</summary>
/// <param name="Slide">The talk and slide it was read from.</param>
/// <param name="Meaning">What the columns are, and how far they can be trusted.</param>
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

    [JsonIgnore]
    public IReadOnlyList<(SokFramework Framework, SokDetector Detector)> Rows =>
        [.. Frameworks.SelectMany(static framework => framework.Detectors.Select(detector => (framework, detector)))];

    /// <summary>From <c>sok-detectors.json</c>.</summary>
    public static SokTable Load() => Embedded.Value;
}
