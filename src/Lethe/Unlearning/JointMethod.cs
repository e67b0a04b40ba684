using System.ComponentModel.DataAnnotations;
using Lethe.Data;
using Lethe.Training;
using Lethe.Unlearning.Forgetting;

namespace Lethe.Unlearning;

/// <summary>What the methods that train the whole network on D_f and D_r have in common; the original's augmentation on both.</summary>
public abstract record JointMethod : IUnlearningMethod
{
    public abstract string Name { get; }

    public abstract string Title { get; }

    public bool IsInPaper => false;

    public bool IsRival => true;

    public virtual DataAccess Reads => DataAccess.Both;

    public virtual string? Refusal(ForgetKind kind) => null;

    public int Epochs { get; init; } = 10;

    /// <summary>Of D_f, and of mixed batches.</summary>
    [Range(1, int.MaxValue)]
    public int BatchSize { get; init; } = 256;

    /// <summary>Of D_r.</summary>
    [Range(1, int.MaxValue)]
    public int RetainBatchSize { get; init; } = 256;

    public OptimizerKind Optimizer { get; init; }

    public double LearningRate { get; init; } = 0.01;

    public double WeightDecay { get; init; } = 5e-4;

    /// <summary>Longest gradient; 0 for no limit.</summary>
    public double ClipNorm { get; init; }

    public NormStatistics Statistics { get; init; }

    /// <summary>Images of D_r, drawn once; 0 for all. A bound for machines without a GPU.</summary>
    public int MaxRetain { get; init; }

    public virtual IUnlearningMethod For(Profile profile) => Bounded(profile);

    public virtual SearchSpace Space => SearchSpace.None;

    public virtual double Units(int forget, int retain) => 3.0 * Epochs * (forget + Bound(retain));

    public abstract void Unlearn(UnlearningTask task);

    /// <summary>How many of so many images are read at most.</summary>
    private protected int Bound(int retain) => MaxRetain == 0 ? retain : Math.Min(retain, MaxRetain);

    /// <summary>Rule, rate and epochs, which most have.</summary>
    private protected static SearchSpace Searched(double low, double high, params IReadOnlyList<int> epochs) =>
        SearchSpace
            .None.OneOf(
                "optimizer",
                [OptimizerKind.Sgd, OptimizerKind.Adam],
                static (JointMethod one, OptimizerKind value) => one with { Optimizer = value }
            )
            .Log("learningRate", low, high, static (JointMethod one, double value) => one with { LearningRate = value })
            .OneOf("epochs", epochs, static (JointMethod one, int value) => one with { Epochs = value });

    /// <summary>Below paper fewer images of D_r and fewer epochs; where a sixth of the images has to do, smaller batches.</summary>
    private protected JointMethod Bounded(Profile profile)
    {
        var few = this with { BatchSize = 64, RetainBatchSize = 64 };
        return profile.Of(
            few with
            {
                Epochs = 1,
            },
            few with
            {
                Epochs = Math.Min(Epochs, 3),
                MaxRetain = 2000,
            },
            this with
            {
                Epochs = Math.Min(Epochs, 3),
                MaxRetain = 27_000,
            },
            this
        );
    }

    private protected ImageSubset Retained(UnlearningTask task, double share = 1)
    {
        var count = (int)(share * task.Retain.Count);
        return task.Retain.Take(MaxRetain == 0 ? count : Math.Min(count, MaxRetain), RandomStream.For(task.Seed, "retained"));
    }

    private protected ForgetLoop Loop(UnlearningTask task, BatchOrder order) =>
        new(Epochs, BatchSize, LearningRate, 0.9, WeightDecay, ClipNorm, StopAt: -1)
        {
            Order = order,
            RetainBatchSize = RetainBatchSize,
            Optimizer = Optimizer,
            Statistics = Statistics,
            Augmentation = task.Recipe.Augmentation,
        };
}
