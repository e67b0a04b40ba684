using System.Text.Json;
using Lethe.Experiments.Records;

namespace Lethe.Experiments.Verify;

/// <summary>The claims of <c>reproducing/claims.json</c>: what the pages print and <c>lethe verify</c> reads.</summary>
public static class ArtifactClaims
{
    private const int Most = 1 << 20; // bytes

    /// <summary>Those of the checkout here or above, in the file's order; none if there is no file.</summary>
    /// <exception cref="LetheException">The file is damaged.</exception>
    public static IReadOnlyList<ArtifactClaim> Read() =>
        KitRecords.InCheckout(Path.Combine("reproducing", "claims.json")) is { } file ? Read(file) : [];

    /// <inheritdoc cref="Read()"/>
    public static IReadOnlyList<ArtifactClaim> Read(string path)
    {
        try
        {
            using var json = JsonFile.Read(path, Most);
            return json.RootElement.GetProperty("claims").Deserialize<ArtifactClaim[]>(RecordJson.Line)
                ?? throw new JsonException("It is null.");
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException)
        {
            throw LetheException.BadFile($"{path} is no list of claims: {error.Message} Restore it from the checkout.", error);
        }
    }
}
