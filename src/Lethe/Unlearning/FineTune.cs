using System.ComponentModel.DataAnnotations;
using Lethe.Runtime;
using Lethe.Training;

namespace Lethe.Unlearning;

/// <summary>Training goes on with D_r alone, <c>min CE(M(x), y)</c>, and the class that is never seen again fades (Golatkar et al. 2020).</summary>
public sealed record FineTune : IUnlearningMethod
{
    public string Name => "fine-tune";

    public string Title => "Fine-tune";

    public DataAccess Reads => DataAccess.Retain;

    [Range(1, int.MaxValue)]
    public int BatchSize { get; init; } = 256;

    public int Epochs { get; init; } = 30;

    public double LearningRate { get; init; } = 0.01;

    public double WeightDecay { get; init; } = 5e-4;

    public Schedule Schedule { get; init; } = Schedule.Cosine;

    /// <summary>Use only this many images of D_r, drawn once; 0 for all.</summary>
    public int MaxSamples { get; init; }

    public void Unlearn(UnlearningTask task)
    {
        var retain = MaxSamples > 0 ? task.Retain.Take(MaxSamples, RandomStream.For(task.Seed, Name, "samples")) : task.Retain;
        var recipe = task.Recipe with
        {
            Epochs = Epochs, BatchSize = BatchSize, LearningRate = LearningRate, WeightDecay = WeightDecay, Schedule = Schedule,
            Optimizer = OptimizerKind.Sgd, Momentum = 0.9, LabelSmoothing = 0, Precision = task.Precision,
        };
        var result = new Trainer(recipe, task.Seed) { CheckpointFile = task.CheckpointFile, Progress = task.Progress }.Train(task.Model, retain, task.Cancellation);
        task.Figures["epochs"] = result.Losses.Count;
        task.Figures["training_seconds"] = result.Seconds;
    }
}
