using System.Text.Json.Serialization;

namespace Lethe.Detection.Sok;

/// <summary>A row of the table. What is not known is null.</summary>
/// <param name="Technique">In the authors' words.</param>
/// <param name="Name">Null where the print has lost it.</param>
/// <param name="Reference">Its number in the paper's references.</param>
/// <param name="IsRetested">Marked † in print: the authors ran it themselves.</param>
/// <param name="Damage">Null if the row is as printed, without doubt.</param>
public sealed record SokDetector(
    string Technique,
    string Venue,
    int Year,
    string? Name = null,
    int? Reference = null,
    bool IsRetested = false,
    SokScore? Score = null,
    SokDamage? Damage = null
)
{
    /// <summary>The name, or what the detector does if its name is lost.</summary>
    [JsonIgnore]
    public string Label => Name ?? $"[{Technique}]";
}
