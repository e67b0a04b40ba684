using Lethe.Runtime;

namespace Lethe.Experiments;

/// <summary>The experiments of the kit and the tables made from their records: one line each.</summary>
public static class ExperimentCatalog
{
    private static readonly (string Name, IReadOnlyList<string> Tables, Func<ExperimentRequest, IExperiment> Create)[] Known =
    [
        ("lau", ["lau-utility", "lau-efficiency"], static request => new LauExperiment(request)),
    ];

    /// <summary>What may be asked for: each experiment, which means all its tables, and each table.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.SelectMany(static known => known.Tables.Prepend(known.Name))];

    /// <summary>The tables behind names of <see cref="Names"/>, without repetitions.</summary>
    /// <exception cref="LetheException">No such name (<see cref="ExitCode.Usage"/>).</exception>
    public static IReadOnlyList<string> Tables(IEnumerable<string> names) => [.. names.SelectMany(static name =>
        Known.Where(known => known.Name == name || known.Tables.Contains(name)) is var found && found.Any()
            ? found.SelectMany(known => known.Name == name ? known.Tables : [name])
            : throw LetheException.Usage($"There is no table '{name}'. Known: {string.Join(", ", Names)}.")).Distinct()];

    /// <summary>One object for each experiment that a requested table needs.</summary>
    public static IReadOnlyList<IExperiment> Create(ExperimentRequest request)
    {
        var tables = Tables(request.Tables);
        return [.. Known.Where(known => known.Tables.Intersect(tables).Any()).Select(known => known.Create(request))];
    }
}
