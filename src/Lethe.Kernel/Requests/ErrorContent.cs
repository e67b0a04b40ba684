using System.Text.Json.Nodes;
using Lethe.Kernel.Outputs;

namespace Lethe.Kernel.Requests;

/// <summary>An error as the protocol writes it.</summary>
internal static class ErrorContent
{
    public static JsonObject Of(CellError error) =>
        new()
        {
            ["ename"] = error.Name,
            ["evalue"] = error.Value,
            ["traceback"] = new JsonArray([.. error.Traceback.Select(static line => (JsonNode)line)]),
        };
}
