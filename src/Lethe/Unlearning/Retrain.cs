using Lethe.Models;
using Lethe.Training;

namespace Lethe.Unlearning;

/// <summary>The reference: the original's recipe from fresh weights on D_r alone, with all C outputs and a seed of its own.</summary>
public sealed record Retrain : IUnlearningMethod
{
    public string Name => "retrain";

    public string Title => "Retrain (optimal)";

    public DataAccess Reads => DataAccess.Retain;

    public void Unlearn(UnlearningTask task)
    {
        var seed = task.Seed + 1000; // not the original's
        manual_seed(seed);
        using (var fresh = StartingWeights.Create(task.Model.Spec))
        {
            task.Model.CopyFrom(fresh);
        }
        var result = new Trainer(task.Recipe, seed) { CheckpointFile = task.CheckpointFile, Progress = task.Progress }.Train(
            task.Model,
            task.Retain,
            task.Cancellation
        );
        task.Figures["epochs"] = result.Losses.Count;
        task.Figures["training_seconds"] = result.Seconds;
    }
}
