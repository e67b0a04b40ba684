using System.Text.Json;
using System.Text.RegularExpressions;

namespace Lethe.Tests.Data;

/// <summary>
/// Checks a manifest against what Croissant 1.1 requires (docs.mlcommons.org/croissant/docs/croissant-spec-1.1.html) and
/// what this kit requires on top: a citation, a checksum and a size for each download, the steps to a gated set.
/// </summary>
internal static partial class ManifestValidator
{
    public const string Version = "http://mlcommons.org/croissant/1.1";

    private static readonly string[] RequiredTexts = ["name", "description", "url", "datePublished", "citeAs"];

    /// <returns>One sentence a fault; empty for a valid manifest.</returns>
    public static IReadOnlyList<string> Check(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? [.. Dataset(document.RootElement)]
                : ["it is not a JSON object"];
        }
        catch (JsonException error)
        {
            return [$"it is not JSON: {error.Message}"];
        }
    }

    private static IEnumerable<string> Dataset(JsonElement root)
    {
        if (
            !root.TryGetProperty("@context", out var context)
            || context.ValueKind != JsonValueKind.Object
            || !IsText(context, "@vocab")
            || !IsText(context, "cr")
        )
        {
            yield return "@context lacks @vocab or cr";
        }
        if (Text(root, "@type") is not ("sc:Dataset" or "Dataset"))
        {
            yield return "@type is not sc:Dataset";
        }
        if (Text(root, "conformsTo") != Version && Text(root, "dct:conformsTo") != Version)
        {
            yield return $"conformsTo is not {Version}";
        }
        foreach (var property in RequiredTexts.Where(property => !IsText(root, property)))
        {
            yield return $"{property} is missing";
        }
        if (!root.TryGetProperty("creator", out _))
        {
            yield return "creator is missing";
        }
        if (
            !IsText(root, "license")
            && !(
                root.TryGetProperty("license", out var license)
                && license.ValueKind == JsonValueKind.Object
                && IsText(license, "name")
                && IsText(license, "url")
            )
        )
        {
            yield return "license is neither an address nor a work with a name and a url";
        }
        if (!root.TryGetProperty("isAccessibleForFree", out var free) || free.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            yield return "isAccessibleForFree is missing";
        }
        else if (
            !free.GetBoolean()
            && !(
                root.TryGetProperty("conditionsOfAccess", out var steps)
                && steps.ValueKind == JsonValueKind.Array
                && steps.GetArrayLength() > 0
                && steps.EnumerateArray().All(static step => step.ValueKind == JsonValueKind.String && step.GetString()!.Length > 0)
            )
        )
        {
            yield return "it is gated and conditionsOfAccess does not list the steps";
        }
        var gated = free.ValueKind == JsonValueKind.False;
        var ids = new HashSet<string>();
        foreach (
            var fault in Items(root, "distribution")
                .SelectMany(item => Resource(item, gated, ids))
                .Concat(Items(root, "recordSet").SelectMany(item => RecordSet(item, ids)))
        )
        {
            yield return fault;
        }
        if (!Items(root, "distribution").Any() || !Items(root, "recordSet").Any())
        {
            yield return "distribution or recordSet is empty";
        }
        else if (!Items(root, "recordSet").Any(static set => Text(set, "dataType") == "cr:Split"))
        {
            yield return "no recordSet has the data type cr:Split";
        }
        foreach (var reference in References(root).Where(reference => !ids.Contains(reference)))
        {
            yield return $"it refers to {reference}, which it does not define";
        }
    }

    private static IEnumerable<string> Resource(JsonElement item, bool gated, HashSet<string> ids)
    {
        var id = Text(item, "@id");
        var contained = item.TryGetProperty("containedIn", out _);
        if (id is null || !ids.Add(id))
        {
            yield return $"a resource has no @id or the @id of another: {id}";
        }
        if (!IsText(item, "encodingFormat") || !IsText(item, "name"))
        {
            yield return $"{id} lacks encodingFormat or name";
        }
        switch (Text(item, "@type"))
        {
            case "cr:FileSet":
                if (!contained || !IsText(item, "includes"))
                {
                    yield return $"{id} lacks containedIn or includes";
                }
                break;
            case "cr:FileObject":
                if (!IsText(item, "contentUrl") || (!contained && !IsText(item, "contentSize")))
                {
                    yield return $"{id} lacks contentUrl or contentSize";
                }
                var (sha256, md5) = (Text(item, "sha256"), Text(item, "md5"));
                if ((sha256 is not null && !Sha256().IsMatch(sha256)) || (md5 is not null && !Md5().IsMatch(md5)))
                {
                    yield return $"{id} has a checksum that is none";
                }
                if (sha256 is null && !gated && (md5 is null || !IsText(item, "description")))
                {
                    yield return $"{id} has no sha256, and not an md5 with a description that says why";
                }
                break;
            default:
                yield return $"{id} is neither cr:FileObject nor cr:FileSet";
                break;
        }
    }

    private static IEnumerable<string> RecordSet(JsonElement set, HashSet<string> ids)
    {
        foreach (var item in Items(set, "field").Prepend(set))
        {
            if (Text(item, "@id") is not { } id || !ids.Add(id))
            {
                yield return "a record set or field has no @id of its own";
            }
        }
        if (
            Text(set, "@type") != "cr:RecordSet"
            || !Items(set, "field").Any()
            || Items(set, "field").Any(static field => Text(field, "@type") != "cr:Field" || !field.TryGetProperty("dataType", out _))
        )
        {
            yield return $"{Text(set, "@id")} is not a cr:RecordSet of fields that each have a dataType";
        }
    }

    // {"@id": x} with nothing else in it refers to x.
    private static IEnumerable<string> References(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
            JsonValueKind.Object when element.EnumerateObject().Count() == 1 && Text(element, "@id") is { } id => [id],
            JsonValueKind.Object => element
                .EnumerateObject()
                .Where(static property =>
                    property.Name is not ("@context" or "data") && !property.Name.Contains(':', StringComparison.Ordinal)
                )
                .SelectMany(static property => References(property.Value)),
            _ => [],
        };

    private static IEnumerable<JsonElement> Items(JsonElement item, string property) =>
        item.TryGetProperty(property, out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Where(static one => one.ValueKind == JsonValueKind.Object)
            : [];

    private static bool IsText(JsonElement item, string property) => Text(item, property) is { Length: > 0 };

    private static string? Text(JsonElement item, string property) =>
        item.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    [GeneratedRegex("^[0-9a-f]{64}$")]
    private static partial Regex Sha256();

    [GeneratedRegex("^[0-9a-f]{32}$")]
    private static partial Regex Md5();
}
