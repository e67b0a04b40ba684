namespace Lethe.Erasing.Methods;

/// <summary>The methods of the kit: one line each.</summary>
public static class ErasingCatalog
{
    /// <summary>The model before a method; no method itself, but a row of every table.</summary>
    public const string Original = "original";

    public const string Own = "all-but-one";

    /// <summary>In the order of the paper's table; then what the kit adds.</summary>
    public static Catalog<IErasingMethod> All { get; } =
        new(
            "erasing method",
            [
                new Esd(),
                new Esd
                {
                    Recipe = new() { Iterations = 1000, Group = "noxattn" },
                },
                new Sdd(),
                new AblatingConcepts(),
                new AblatingConcepts { UsesNoise = true },
                new ForgetMeNot(),
                new Uce(),
                new AllButOne(),
                new AllButOne { Target = GuidanceTarget.SurgicalSwap },
                new AllButOne { Target = GuidanceTarget.Replace },
            ]
        );

    public static IReadOnlyList<string> Names => All.Names;

    /// <summary>The rows of tables: the original, then the methods.</summary>
    public static IReadOnlyList<string> Rows => [Original, .. Names];

    public static IErasingMethod Create(string name) => All.Get(name);

    /// <summary>What tables call a row; the name itself where it is not known.</summary>
    public static string TitleOf(string name) => name == Original ? "Original" : All.TitleOf(name);

    /// <summary>Rows in the order of the tables, without repetitions.</summary>
    public static IReadOnlyList<string> InOrder(params IEnumerable<string> found) =>
        [.. All.InOrder(found).OrderBy(static name => name != Original)];
}
