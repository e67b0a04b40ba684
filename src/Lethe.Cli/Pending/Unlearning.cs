// Placeholder for UnlearningCatalog, which is written elsewhere: delete when it is there.
using Lethe.Runtime;

namespace Lethe.Unlearning;

internal static class UnlearningCatalog
{
    public static IReadOnlyList<string> Names { get; } = ["retrain", "logit-mask"];

    public static IUnlearningMethod Create(string name, string profile) => name switch
    {
        "retrain" => new Retrain(),
        "logit-mask" => new LogitMask(),
        _ => throw LetheException.Usage($"There is no method '{name}'. Known: {string.Join(", ", Names)}."),
    };
}
