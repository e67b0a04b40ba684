using Lethe.Detection.Detectors;
using Lethe.Detection.Objectives;

namespace Lethe.Detection.Tables;

/// <summary>Rows of the tables of detectors: a network and how it was trained.</summary>
public static class TrainingRows
{
    /// <summary>Trains three detectors, one a quality; not an objective.</summary>
    public const string Specialists = "specialists";

    // What the papers train, and the kit does not by itself: in the order of the tables they come before QAD.
    private static readonly Dictionary<string, string> Others = new(StringComparer.Ordinal)
    {
        [Specialists] = "three specialists, told the quality",
        ["add-specialists"] = "ADD, three specialists, told the quality",
    };

    private static readonly Dictionary<string, string> Networks = new(StringComparer.Ordinal)
    {
        ["bznet"] = "BZNet",
        ["fang-lin"] = "Fang & Lin",
        ["add"] = "ADD",
    };

    public static string KeyOf(string model, string method) => $"{model}/{method}";

    public static string TitleOf(string method) =>
        Others.GetValueOrDefault(method) ?? Networks.GetValueOrDefault(method) ?? ObjectiveCatalog.All.TitleOf(method);

    public static string NetworkOf(string model) => Networks.GetValueOrDefault(model) ?? DetectorCatalog.All.TitleOf(model);

    public static string LabelOf(string model, string method) =>
        method != "baseline" && method != model ? $"{NetworkOf(model)}, {TitleOf(method)}"
        : model is "tiny" or "resnet50" or "efficientnet-b1" ? $"{NetworkOf(model)}, baseline"
        : NetworkOf(model);

    /// <summary>From plain to QAD; what is not known comes last.</summary>
    public static int PlaceOf(string method)
    {
        string[] order = [.. ObjectiveCatalog.Names.TakeWhile(static name => name != "qad"), .. Others.Keys, "qad"];
        return Array.IndexOf(order, method) is >= 0 and var place ? place : order.Length;
    }
}
