using System.Text.Json;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;

namespace Lethe.Experiments.Plans;

/// <summary>A frozen list of what there is to do, a JSON line each, for shares of it to be done in any number of places.</summary>
public sealed record PlanFile(PlanHeader Header, IReadOnlyList<PlanTask> Tasks)
{
    private const string Fault = "is no plan of this kit",
        Advice = "Make it again with `lethe plan`.";

    /// <summary>What a request asks for and has no record yet, and the trainings for that.</summary>
    /// <param name="all">Also what is done.</param>
    /// <param name="time">Order it so that what adds most to the tables is done in this time; null for the order of the tables.</param>
    /// <param name="imageSeconds">See <see cref="MeasuredSteps"/>; null if nothing was measured.</param>
    /// <exception cref="LetheException">The request asks for something that is not there.</exception>
    public static PlanFile Of(
        ExperimentRequest request,
        bool all = false,
        TimeSpan? time = null,
        IReadOnlyDictionary<string, double>? imageSeconds = null
    )
    {
        using var runner = new ExperimentRunner(request, ExperimentCatalog.Open(request, plansOnly: true));
        return Of(runner, request, all, time, imageSeconds);
    }

    /// <inheritdoc cref="Of(ExperimentRequest, bool, TimeSpan?, IReadOnlyDictionary{string, double}?)"/>
    public static PlanFile Of(
        ExperimentRunner runner,
        ExperimentRequest request,
        bool all = false,
        TimeSpan? time = null,
        IReadOnlyDictionary<string, double>? imageSeconds = null
    )
    {
        var known = runner.Records.Statuses();
        var recorded = new List<Cell>();
        var work = runner.Select(id => all || known.GetValueOrDefault(id, RunStatus.Failed) != RunStatus.Done, recorded.Add);
        var costs = CostEstimates.Of(request, imageSeconds);
        var worth = time is null ? null : new TableWorth(request.Tables, recorded);
        List<PlanTask> tasks = [.. work.Where(one => all || one.Training?.Network.IsThere is not true).Select(Task)];
        return new(PlanHeader.Of(request, costs.Hardware) with { Time = time }, time is { } given ? TimedOrder.Of(tasks, given) : tasks);

        PlanTask Task(Work work)
        {
            var cost = costs.For(work);
            return new(
                work.Id,
                work.Training is null ? 1 : 0,
                TitleOf(work.Cell),
                [.. work.Needs.Select(static need => need.Id)],
                cost?.Seconds,
                cost?.Megabytes
            )
            {
                Adds = work.Training is null ? worth?.Of(work.Cell) : null,
            };
        }
    }

    /// <summary>Seconds of all whose costs are known, and how many are not.</summary>
    /// <param name="fits">Only what fits into the plan's time, or does not.</param>
    public (double Seconds, int Unknown) Total(int? wave = null, bool? fits = null)
    {
        var tasks = Tasks.Where(task => (wave is null || task.Wave == wave) && (fits is null || task.Fits == fits)).ToList();
        return (tasks.Sum(static task => task.Seconds ?? 0), tasks.Count(static task => task.Seconds is null));
    }

    /// <exception cref="LetheException">There is no such file, or it is no plan.</exception>
    public static PlanFile Read(string path) => ForeignFile.Read(path, Fault, Lines, Advice);

    /// <param name="name">For messages.</param>
    /// <inheritdoc cref="Read(string)"/>
    public static PlanFile Read(Stream stream, string name) => ForeignFile.Checked(name, Fault, () => Lines(stream), Advice);

    /// <exception cref="LetheException">It cannot be written.</exception>
    public void Write(string path) => WholeFile.Write(path, "Choose another file with --out.", Write);

    public void Write(Stream target)
    {
        Add(Header);
        foreach (var task in Tasks)
        {
            Add(task);
        }

        void Add<T>(T line)
        {
            JsonSerializer.Serialize(target, line, RecordJson.Line);
            target.WriteByte((byte)'\n');
        }
    }

    private static PlanFile Lines(Stream stream)
    {
        using var lines = new StreamReader(stream, Encoding.UTF8);
        var header = Line<PlanHeader>(lines.ReadLine());
        if (header.Plan != PlanHeader.Form)
        {
            throw new InvalidDataException($"its form is {header.Plan}, and this version reads {PlanHeader.Form}.");
        }
        var tasks = new List<PlanTask>();
        while (lines.ReadLine() is { } line)
        {
            tasks.Add(Line<PlanTask>(line));
        }
        return new(header, tasks);
    }

    private static T Line<T>(string? text) =>
        (text is null ? default : JsonSerializer.Deserialize<T>(text, RecordJson.Line)) ?? throw new InvalidDataException("it is empty.");

    internal static string TitleOf(Cell cell) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{cell.Experiment}: {cell.Dataset}, {cell.Model}, {cell.Settings.GetValueOrDefault("variant", cell.Method)}, seed {cell.Seed}"
        );
}
