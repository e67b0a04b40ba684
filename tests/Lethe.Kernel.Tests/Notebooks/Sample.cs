using System.Text;
using System.Text.Json.Nodes;
using Lethe.Notebooks;

namespace Lethe.Kernel.Tests.Notebooks;

/// <summary>Notebooks for tests.</summary>
internal static class Sample
{
    public static JsonObject Code(string source, params string[] tags) =>
        new()
        {
            ["cell_type"] = "code",
            ["metadata"] =
                tags.Length == 0 ? [] : new JsonObject { ["tags"] = new JsonArray([.. tags.Select(static tag => (JsonNode)tag)]) },
            ["source"] = source,
            ["outputs"] = new JsonArray(),
            ["execution_count"] = null,
        };

    public static JsonObject Text(string source) =>
        new()
        {
            ["cell_type"] = "markdown",
            ["metadata"] = new JsonObject(),
            ["source"] = source,
        };

    public static string Json(params JsonObject[] cells) =>
        new JsonObject
        {
            ["cells"] = new JsonArray([.. cells]),
            ["metadata"] = new JsonObject
            {
                ["kernelspec"] = new JsonObject
                {
                    ["name"] = KernelSpecs.Name,
                    ["display_name"] = KernelSpecs.DisplayName,
                    ["language"] = "C#",
                },
            },
            ["nbformat"] = 4,
            ["nbformat_minor"] = 5,
        }.ToJsonString();

    public static NotebookFile Notebook(params JsonObject[] cells) => NotebookFile.Parse(Encoding.UTF8.GetBytes(Json(cells)), "sample");
}
