using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using XPlot.Plotly;

namespace Lethe.Interactive.Charts;

/// <summary>A trace as it stands in a finished chart.</summary>
internal sealed class JsonTrace : Trace
{
    /// <summary>By plotly's names.</summary>
    [JsonExtensionData]
    public IDictionary<string, JToken> Properties { get; init; } = new Dictionary<string, JToken>();

    // Left to itself, Newtonsoft would make dates of words that look like them, and write them in another way.
    public static JToken Parse(string json)
    {
        using var reader = new JsonTextReader(new StringReader(json)) { DateParseHandling = DateParseHandling.None };
        return JToken.Load(reader);
    }
}
