using Lethe.Experiments.Records;
using Lethe.Experiments.Tables;

namespace Lethe.Experiments.Runs;

/// <summary>The experiments of the kit and the tables made from their records, in the order of the papers.</summary>
public static class ExperimentCatalog
{
    private const string Everything = "all";

    private static readonly List<Func<IEnumerable<ExperimentEntry>>> Sources = [];
    private static readonly HashSet<string> Choices = [];
    private static readonly Lazy<Catalog<ExperimentEntry>> Made = new(static () =>
        new("table", Sources.SelectMany(static source => source()))
    );

    /// <summary>One more can be added: it is then planned, computed, compared and reported like the kit's own.</summary>
    public static Catalog<ExperimentEntry> All => Made.Value;

    /// <summary>
    /// What may be asked for: each experiment, which means all its tables, and each table; <c>all</c> is everything that needs no files of
    /// one's own.
    /// </summary>
    public static IReadOnlyList<string> Names =>
        [.. All.SelectMany(static one => one.Tables.Select(static table => table.Name).Prepend(one.Name)).Distinct(), Everything];

    /// <summary>The tables behind names of <see cref="Names"/>, without repetitions.</summary>
    /// <exception cref="LetheException">No such name (<see cref="ExitCode.Usage"/>).</exception>
    public static IReadOnlyList<string> Tables(IEnumerable<string> names) => [.. Find(names).Select(static table => table.Name)];

    /// <summary>
    /// The tables of these names, for every data set and profile that <paramref name="records"/> holds. Nothing is computed or read.
    /// </summary>
    /// <param name="records"> Of one plan: for example <see cref="RecordStore.Latest"/> less the cells that were not asked for. Of several
    /// forgotten classes the one with most records is shown. </param>
    /// <param name="names">Of <see cref="Names"/>.</param>
    /// <param name="models">The models to show; null for the table's own.</param>
    /// <exception cref="LetheException">No such name (<see cref="ExitCode.Usage"/>).</exception>
    public static IReadOnlyList<ResultTable> Show(
        IReadOnlyCollection<RunRecord> records,
        IReadOnlyList<string> names,
        IReadOnlyList<string>? models = null
    ) => ResultTables.Of(records, Find(names), models);

    /// <summary>What plans and computes the experiments that the requested tables need.</summary>
    /// <param name="plansOnly">Nothing is computed: the device may be another machine's.</param>
    /// <exception cref="LetheException">The request names something that is not there.</exception>
    public static IReadOnlyList<Plan> Open(ExperimentRequest request, bool plansOnly = false)
    {
        var tables = Find(request.Tables);
        if (request.Choices.Keys.Except(Choices).FirstOrDefault() is { } unknown)
        {
            throw LetheException.Usage($"Nothing can be chosen by '{unknown}'. Known: {string.Join(", ", Choices)}.");
        }
        var experiments = All.Where(one => one.Tables.Intersect(tables).Any()).ToList();
        if (request.About is { } about && experiments.FirstOrDefault(one => one.Takes != about.GetType()) is { } other)
        {
            throw LetheException.Usage(
                $"{about} is for "
                    + $"{string.Join(", ", All.Where(one => one.Takes == about.GetType()).Select(static one => one.Name))}; "
                    + $"{other.Tables[0].Name} has no use for it. Leave one of them out."
            );
        }
        var context = new RunContext(request, plansOnly);
        return [.. experiments.Select(one => one.Open(context))];
    }

    /// <summary>Experiments of a wing, made when they are first asked for.</summary>
    /// <param name="choices">Names of <see cref="ExperimentRequest.Choices"/> that they know.</param>
    internal static void Register(Func<IEnumerable<ExperimentEntry>> experiments, params ReadOnlySpan<string> choices)
    {
        Sources.Add(experiments);
        foreach (var choice in choices)
        {
            Choices.Add(choice);
        }
    }

    private static IReadOnlyList<Table> Find(IEnumerable<string> names) => [.. names.SelectMany(Find).Distinct()];

    private static IEnumerable<Table> Find(string name) =>
        name == Everything
            ? All.Where(static one => !one.NeedsOwnFiles && !one.IsAside).SelectMany(static one => one.Tables)
            : All.Find(name)?.Tables
                ?? All.SelectMany(static one => one.Tables).Where(table => table.Name == name).Take(1).ToList() switch
                {
                    { Count: > 0 } found => found,
                    _ => throw LetheException.Usage($"There is no table '{name}'. Known: {string.Join(", ", Names)}."),
                };
}
