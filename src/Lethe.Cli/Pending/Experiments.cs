// Placeholder for types of Lethe.Experiments that are written elsewhere: delete when they are there.
using Lethe.Runtime;
using Lethe.Training;

namespace Lethe.Experiments;

internal sealed record ExperimentRequest
{
    public required IReadOnlyList<string> Tables { get; init; }

    public string Profile { get; init; } = "quick";

    public IReadOnlyList<string>? Datasets { get; init; }

    public IReadOnlyList<string>? Models { get; init; }

    public IReadOnlyList<string>? Methods { get; init; }

    public int Seeds { get; init; } = 1;

    public int? ForgetClass { get; init; }

    public string Device { get; init; } = "auto";

    public string Precision { get; init; } = "auto";

    public required string Out { get; init; }

    public bool Force { get; init; }

    public string? DataDir { get; init; }
}

internal abstract record ExperimentEvent;

internal sealed record CellStarted(Cell Cell, int Index, int Total) : ExperimentEvent;

internal sealed record CellStage(Cell Cell, string Stage) : ExperimentEvent;

internal sealed record CellTraining(Cell Cell, string Stage, TrainingProgress Progress) : ExperimentEvent;

internal sealed record CellFinished(RunRecord Record) : ExperimentEvent;

internal sealed record CellSkipped(Cell Cell, string Why) : ExperimentEvent;

internal sealed class ExperimentRunner(ExperimentRequest request)
{
    private static readonly string[] Tables = ["lau-utility", "lau-efficiency", "lau"];

    public IProgress<ExperimentEvent>? Progress { get; init; }

    public IReadOnlyList<Cell> Plan()
    {
        if (request.Tables.FirstOrDefault(table => !Tables.Contains(table)) is { } unknown)
        {
            throw LetheException.Usage($"There is no table '{unknown}'. Known: {string.Join(", ", Tables)}.");
        }
        if (request.Profile is not ("smoke" or "quick" or "small" or "paper"))
        {
            throw LetheException.Usage($"There is no profile '{request.Profile}'. Known: smoke, quick, small, paper.");
        }
        if (request.Device == "cuda" && !TorchSharp.torch.cuda_is_available())
        {
            throw LetheException.NoDevice("There is no CUDA device here.");
        }
        if (request.ForgetClass is < 0 or > 9)
        {
            throw LetheException.Usage($"fashion-mnist-sample has classes 0 to 9; there is no class {request.ForgetClass} to forget.");
        }
        foreach (var name in request.Datasets ?? [])
        {
            _ = Data.DatasetCatalog.Load(name, new(request.DataDir));
        }
        LetheHome.Ensure(request.Out);
        return [];
    }

    public IReadOnlyList<RunRecord> Run(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return Plan().Count == 0 ? [] : throw new NotSupportedException("The runner is a placeholder.");
    }
}
