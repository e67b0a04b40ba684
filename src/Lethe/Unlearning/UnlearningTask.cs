using Lethe.Data;
using Lethe.Models;
using Lethe.Training;

namespace Lethe.Unlearning;

/// <summary>What a method is given: a network of its own to change, the images it declared, and where to say what it did.</summary>
/// <param name="model">A copy of the original network; the method changes it.</param>
/// <param name="forgetClasses">Those that are forgotten as a whole; none where D_f is images within classes.</param>
/// <param name="reads">The method's declaration.</param>
/// <param name="forget">D_f.</param>
/// <param name="retain">D_r.</param>
public sealed class UnlearningTask(
    Classifier model,
    IReadOnlyList<int> forgetClasses,
    DataAccess reads,
    ImageSubset forget,
    ImageSubset retain
)
{
    public Classifier Model { get; } = model;

    /// <summary>In order; none where D_f is images within classes.</summary>
    public IReadOnlyList<int> ForgetClasses { get; } = forgetClasses;

    /// <summary>c_f, for a method that can forget one class and nothing else.</summary>
    /// <exception cref="LetheException">It is not one class (<see cref="ExitCode.Usage"/>).</exception>
    public int ForgetClass =>
        ForgetClasses is [var one] ? one : throw LetheException.Usage("This method forgets one class, and no other set of images.");

    /// <summary>D_f.</summary>
    /// <exception cref="InvalidOperationException">The method did not declare that it reads it.</exception>
    public ImageSubset Forget =>
        reads.HasFlag(DataAccess.Forget) ? forget : throw new InvalidOperationException("This method did not declare that it reads D_f.");

    /// <summary>D_r.</summary>
    /// <exception cref="InvalidOperationException">The method did not declare that it reads it.</exception>
    public ImageSubset Retain =>
        reads.HasFlag(DataAccess.Retain) ? retain : throw new InvalidOperationException("This method did not declare that it reads D_r.");

    /// <summary>How the original was trained; Retrain does the same without D_f.</summary>
    public required TrainingRecipe Recipe { get; init; }

    public int Seed { get; init; }

    public Precision Precision { get; init; }

    /// <summary>Where a method that trains for long may keep its state between epochs.</summary>
    public string? CheckpointFile { get; init; }

    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>Is given the epoch from 1 when it ends, with the network as it then is; methods without epochs never call it.</summary>
    public Action<int>? AfterEpoch { get; init; }

    public CancellationToken Cancellation { get; init; }

    /// <summary>Seconds by stage (<c>features</c>, <c>attack</c>, <c>head</c>, …).</summary>
    public StageClock Clock { get; } = new();

    /// <summary>Numbers worth recording: epochs run, attack success, guard hits.</summary>
    public SortedDictionary<string, double> Figures { get; } = new(StringComparer.Ordinal);

    /// <summary>Sentences worth recording.</summary>
    public List<string> Notes { get; } = [];
}
