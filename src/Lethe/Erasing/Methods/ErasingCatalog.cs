using System.Globalization;
using System.Reflection;
using Lethe.Runtime;

namespace Lethe.Erasing.Methods;

/// <summary>The methods of the kit: one line each.</summary>
public static class ErasingCatalog
{
    private static readonly IErasingMethod[] Known =
    [
        new AllButOne(),
        new AllButOne { Target = GuidanceTarget.SurgicalSwap },
        new AllButOne { Target = GuidanceTarget.Replace },
        new Esd(),
        new Esd { Recipe = new() { Iterations = 1000, Group = "noxattn" } },
        new Sdd(),
        new AblatingConcepts(),
        new AblatingConcepts { UsesNoise = true },
        new ForgetMeNot(),
        new Uce(),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. Known.Select(static method => method.Name)];

    /// <exception cref="LetheException">No such method (<see cref="ExitCode.Usage"/>).</exception>
    public static IErasingMethod Create(string name) => Known.FirstOrDefault(method => method.Name == name) ?? throw LetheException.Usage($"There is no erasing method '{name}'; there are {string.Join(", ", Names)}.");

    /// <summary>The properties that a caller may set, as text, for the identity of a run; the recipe is told apart.</summary>
    public static SortedDictionary<string, string> Describe(IErasingMethod method) => new(method.GetType()
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(static property => property.SetMethod is not null && property.PropertyType != typeof(ErasingRecipe))
        .ToDictionary(static property => property.Name, property => property.GetValue(method) is IEnumerable<string> list ? string.Join(", ", list) : Convert.ToString(property.GetValue(method), CultureInfo.InvariantCulture)!), StringComparer.Ordinal);
}
