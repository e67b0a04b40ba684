using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Lethe.Training;

namespace Lethe.Unlearning;

/// <summary>Trains the whole network further on D_r and lets it forget the rest by neglect, with the original's augmentation.</summary>
public sealed record FineTune : IUnlearningMethod
{
    public string Name => "fine-tune";

    public string Title => "Fine-tune";

    public DataAccess Reads => DataAccess.Retain;

    public int Epochs { get; init; } = 30;

    [Range(1, int.MaxValue)]
    public int BatchSize { get; init; } = 256;

    public double LearningRate { get; init; } = 0.01;

    public double WeightDecay { get; init; } = 5e-4;

    /// <summary>Images of D_r in all, drawn once; 0 for all of them. A bound for machines without a GPU.</summary>
    public int MaxImages { get; init; }

    /// <summary>Of the learning rate over the run.</summary>
    [DefaultValue(Schedule.Cosine)]
    public Schedule Schedule { get; init; } = Schedule.Cosine;

    public SearchSpace Space =>
        SearchSpace
            .None.Log("learningRate", 1e-3, 1e-1, static (FineTune one, double value) => one with { LearningRate = value })
            .OneOf("epochs", [5, 10, 20, 30], static (FineTune one, int value) => one with { Epochs = value })
            .OneOf(
                "schedule",
                [Schedule.Constant, Schedule.Cosine],
                static (FineTune one, Schedule value) => one with { Schedule = value }
            );

    public double Units(int forget, int retain) => 3.0 * Epochs * (MaxImages == 0 ? retain : Math.Min(retain, MaxImages));

    // Bounded below paper, for machines without a GPU.
    public IUnlearningMethod For(Profile profile) => Within(profile);

    internal FineTune Within(Profile profile) =>
        profile.Of(
            this with
            {
                Epochs = 1,
            },
            this with
            {
                Epochs = 1,
                MaxImages = 2000,
            },
            this with
            {
                Epochs = 1,
                MaxImages = 27_000,
            },
            this
        );

    public void Unlearn(UnlearningTask task) => Train(task);

    /// <param name="part">The parameters that change, by the beginnings of their names; empty for all.</param>
    /// <param name="penalty">See <see cref="Trainer.Penalty"/>.</param>
    internal void Train(UnlearningTask task, IReadOnlyList<string>? part = null, Action<int>? penalty = null)
    {
        var images = MaxImages == 0 ? task.Retain : task.Retain.Take(MaxImages, RandomStream.For(task.Seed, "fine-tune"));
        var recipe = task.Recipe with
        {
            Epochs = Epochs,
            BatchSize = BatchSize,
            Optimizer = OptimizerKind.Sgd,
            LearningRate = LearningRate,
            Momentum = 0.9,
            WeightDecay = WeightDecay,
            Schedule = Schedule,
            Precision = task.Precision,
        };
        var trainer = new Trainer(recipe, task.Seed + 2000)
        {
            CheckpointFile = task.CheckpointFile,
            Progress = task.Progress,
            Part = part ?? [],
            Penalty = penalty,
            AfterEpoch = task.AfterEpoch,
        };
        var result = trainer.Train(task.Model, images, task.Cancellation);
        task.Figures["epochs"] = result.Losses.Count;
        task.Figures["images"] = images.Count;
    }
}
