using Lethe.Models;
using Lethe.Training;

namespace Lethe.Unlearning;

/// <summary>
/// EU-k (Goel et al., 2022, "exact unlearning" of the last layers): the last block and the head begin anew and are trained on D_r for as
/// long as the original was; the rest is frozen.
/// </summary>
/// <remarks>
/// The authors put back the weights that the original began with. Those are not kept here: the part is initialised afresh, as
/// <see cref="Retrain"/> does it, whose result this is for <see cref="NetworkPart.All"/>.
/// </remarks>
public sealed record EuK : IUnlearningMethod
{
    public string Name => "eu-k";

    public string Title => "EU-k";

    public bool IsInPaper => false;

    public bool IsRival => true;

    public DataAccess Reads => DataAccess.Retain;

    /// <summary>What is trained.</summary>
    public NetworkPart Part { get; init; } = NetworkPart.LastBlock;

    public void Unlearn(UnlearningTask task)
    {
        var (seed, part) = (task.Seed + 1000, Part.NamesIn(task.Model)); // Retrain's
        manual_seed(seed);
        using (var fresh = StartingWeights.Create(task.Model.Spec))
        {
            task.Model.CopyFrom(fresh, name => part.Count == 0 || part.Any(start => name.StartsWith(start, StringComparison.Ordinal)));
        }
        var trainer = new Trainer(task.Recipe, seed)
        {
            Part = part,
            CheckpointFile = task.CheckpointFile,
            Progress = task.Progress,
            AfterEpoch = task.AfterEpoch,
        };
        task.Figures["epochs"] = trainer.Train(task.Model, task.Retain, task.Cancellation).Losses.Count;
    }
}
