using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Models;
using Lethe.Unlearning.Tuning;

namespace Lethe.Unlearning.Tables;

/// <summary>
/// Whether a method runs with its tuned settings or as its authors have it, and how tables tell the two apart. A cell with tuned settings
/// says so; all others are as they were before there was any tuning.
/// </summary>
internal static class MethodSettings
{
    /// <summary>Of <see cref="ExperimentRequest.Choices"/>: <c>tuned</c>, <c>authors</c> or <c>both</c>.</summary>
    public const string Choice = "settings";

    private const string Tuned = "tuned",
        Authors = "authors",
        Both = "both",
        Suffix = "-as-authors";

    /// <summary>The choice under which an experiment has all its cells.</summary>
    public static Dictionary<string, IReadOnlyList<string>?> Widest => new() { [Choice] = [Both] };

    /// <summary>
    /// The settings that a method runs with: null stands for its authors'. Tuned ones where there are any, if nothing else is said: not on
    /// the very classes that they were tuned on, and not on sets of another kind.
    /// </summary>
    /// <param name="forgetClass">Null where it is no single class.</param>
    /// <exception cref="LetheException">The choice is none of the three (<see cref="ExitCode.Usage"/>).</exception>
    public static IReadOnlyList<TunedMethod?> Of(RunContext context, string dataset, string model, string method, int? forgetClass)
    {
        var asked = context.Request.Choice(Choice) ?? [Tuned];
        if (asked is not [Tuned or Authors or Both])
        {
            throw LetheException.Usage($"Settings are {Tuned}, {Authors} or {Both}, not '{string.Join(", ", asked)}'.");
        }
        var found = forgetClass is { } one ? TunedNetwork.Find(dataset, model, context.Profile.Name, method, one) : null;
        return found is null || asked[0] == Authors ? [null]
            : asked[0] == Tuned ? [found]
            : [found, null];
    }

    /// <summary>The cell of a method with settings, null for its authors'.</summary>
    public static Cell With(Cell cell, TunedMethod? tuned)
    {
        var own = cell.With("method", UnlearningCatalog.Create(cell.Method, cell.Profile, tuned));
        return tuned is null ? own : own.With(Choice, Tuned);
    }

    /// <summary>A method's cell and the method, where no row stands beside it: tuned if the kit has that, else as its authors
    /// have it.</summary>
    public static (Cell Cell, IUnlearningMethod Method) MethodOf(RunContext context, Cell bare)
    {
        var tuned = Of(context, bare.Dataset, bare.Model, bare.Method, bare.ForgetClass!.Value)[0];
        return (With(bare, tuned), UnlearningCatalog.Create(bare.Method, bare.Profile, tuned));
    }

    public static bool IsTuned(Cell cell) => cell.Settings.GetValueOrDefault(Choice) == Tuned;

    /// <summary>
    /// The row of a cell among records: its method's, or one beside it where that belongs to tuned settings and these are the authors'.
    /// </summary>
    public static Func<Cell, string> RowsOf(IEnumerable<RunRecord> records)
    {
        var tuned = records
            .Where(static record => record.Status == RunStatus.Done && IsTuned(record.Cell))
            .Select(static record => Key(record.Cell))
            .ToHashSet();
        return cell => !IsTuned(cell) && tuned.Contains(Key(cell)) ? cell.Method + Suffix : cell.Method;

        static (string, string, string, string, string, string?) Key(Cell cell) =>
            (cell.Experiment, cell.Dataset, cell.Profile, cell.Model, cell.Method, cell.Forgotten);
    }

    /// <summary>True for a row of authors' settings beside a tuned one.</summary>
    public static bool IsBeside(string row) => row.EndsWith(Suffix, StringComparison.Ordinal);

    /// <summary>The rows of methods, each with the one beside it that is among <paramref name="found"/>.</summary>
    public static IEnumerable<string> WithBeside(IEnumerable<string> methods, IReadOnlyCollection<string> found) =>
        methods.SelectMany(method => found.Contains(method + Suffix) ? [method, method + Suffix] : (string[])[method]);

    /// <summary>Both rows that a method can have.</summary>
    public static IEnumerable<string> BothOf(string method) => [method, method + Suffix];

    public static string MethodOf(string row) => IsBeside(row) ? row[..^Suffix.Length] : row;

    public static string TitleOf(string row) => UnlearningCatalog.TitleOf(MethodOf(row)) + (IsBeside(row) ? ", as its authors" : "");

    /// <summary>The method as a cell must have it today.</summary>
    public static IUnlearningMethod Today(Cell cell) =>
        UnlearningCatalog.Create(cell.Method, cell.Profile, IsTuned(cell) ? Find(cell) : null);

    /// <summary>How the rows came about; nothing where no record is tuned.</summary>
    public static IEnumerable<string> Notes(IReadOnlyCollection<RunRecord> used)
    {
        if (!used.Any(static record => IsTuned(record.Cell)))
        {
            yield break;
        }
        yield return "Settings are tuned, with the same budget for every method, LAU too: 24 trials from one fixed sequence on other "
            + "classes and seeds than these, chosen by rule H, which sees neither test images nor Retrain. As its authors: the settings of "
            + "its source, as far as it prints any, brought to the size of the profile. Tuning: seconds that all trials took, once for all "
            + "seeds. "
            + RuleH.Warning;
        var untuned = used.Select(static record => record.Cell)
            .Where(static cell => !IsTuned(cell) && Find(cell) is null && IsSearched(cell.Method))
            .Select(static cell => $"{UnlearningCatalog.TitleOf(cell.Method)} on {ModelCatalog.All.TitleOf(cell.Model)}")
            .Distinct()
            .ToList();
        if (untuned.Count > 0)
        {
            yield return $"Not tuned here, settings of its authors: {string.Join(", ", untuned)}.";
        }
    }

    private static bool IsSearched(string method) => UnlearningCatalog.All.Find(method)?.Space.Knobs.Count > 0;

    private static TunedMethod? Find(Cell cell) =>
        cell.ForgetClass is { } forgetClass ? TunedNetwork.Find(cell.Dataset, cell.Model, cell.Profile, cell.Method, forgetClass) : null;
}
