using System.Globalization;
using System.Reflection;
using Lethe.Runtime;
namespace Lethe.Unlearning;
/// <summary>temporary</summary>
public static class UnlearningCatalog
{
    public static IReadOnlyList<string> Names { get; } = ["retrain", "lau", "logit-mask"];
    public static IUnlearningMethod Create(string name, string profile) => name switch { "lau" => new Lau(), "retrain" => new Retrain(), "logit-mask" => new LogitMask(), _ => throw LetheException.Usage($"no {name}") };
    public static SortedDictionary<string, string> Describe(IUnlearningMethod method) => new(method.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.SetMethod != null).ToDictionary(p => p.Name, p => Convert.ToString(p.GetValue(method), CultureInfo.InvariantCulture)!), StringComparer.Ordinal);
    public static IUnlearningMethod With(IUnlearningMethod method, string settings) => method;
}
