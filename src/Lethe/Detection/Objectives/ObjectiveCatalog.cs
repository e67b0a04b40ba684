using System.Collections;
using System.Globalization;
using System.Reflection;
using Lethe.Runtime;

namespace Lethe.Detection.Objectives;

/// <summary>What detectors are trained for in this kit: one line each.</summary>
public static class ObjectiveCatalog
{
    private static readonly (string Name, Func<IDetectorObjective> Create)[] Known =
    [
        ("baseline", static () => new BaselineObjective()),
        ("soft-label", static () => new SoftLabelObjective()),
        ("pairwise", static () => new PairwiseObjective()),
        ("center", static () => new CenterObjective()),
        ("hsic", static () => new HsicObjective()),
        ("awp-kl", static () => new AwpKlObjective()),
        ("awp-xe", static () => new AwpXeObjective()),
        ("qad", static () => new QadObjective()),
        ("sbi", static () => new SbiObjective()),
        ("mat", static () => new MatObjective()),
        ("add", static () => new AddObjective()),
        ("bznet-stand-in", static () => new BznetStandInObjective()),
        ("fang-lin-stand-in", static () => new FangLinStandInObjective()),
    ];

    /// <summary>In the order of the tables' rows.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Select(static known => known.Name)];

    /// <summary>With the kit's default settings.</summary>
    /// <exception cref="LetheException">No such objective (<see cref="ExitCode.Usage"/>).</exception>
    public static IDetectorObjective Create(string name) =>
        Known.FirstOrDefault(known => known.Name == name).Create?.Invoke()
        ?? throw LetheException.Usage($"There is no training objective '{name}'. Known: {string.Join(", ", Names)}.");

    /// <summary>The settings of an objective by name, as a record of a run keeps them.</summary>
    public static SortedDictionary<string, string> Describe(IDetectorObjective objective) => new(objective.GetType()
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(static property => property.SetMethod is not null)
        .ToDictionary(static property => property.Name, property => Text(property.GetValue(objective))), StringComparer.Ordinal);

    private static string Text(object? value) => value is IEnumerable many and not string
        ? string.Join(" ", many.Cast<object?>().Select(Text))
        : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
