using System.ComponentModel.DataAnnotations;
using Lethe.Unlearning.Forgetting;

namespace Lethe.Unlearning;

/// <summary>What the methods that train the whole network on D_f have in common.</summary>
public abstract record ForgetMethod : IUnlearningMethod
{
    public abstract string Name { get; }

    public abstract string Title { get; }

    public virtual bool IsInPaper => true;

    public virtual bool IsRival => false;

    public DataAccess Reads => DataAccess.Forget;

    public virtual string? Refusal(ForgetKind kind) => null;

    public int Epochs { get; init; } = 10;

    [Range(1, int.MaxValue)]
    public int BatchSize { get; init; } = 64;

    public double LearningRate { get; init; } = 1e-4;

    /// <summary>Percent of D_f; negative for all epochs.</summary>
    public double StopAt { get; init; } = -1;

    public virtual IUnlearningMethod For(Profile profile) =>
        profile.IsTiny ? this with { Epochs = 2, LearningRate = 1e-3 } : profile.Of(this, this, this with { Epochs = 4 }, this);

    public virtual SearchSpace Space => SearchSpace.None;

    public virtual double Units(int forget, int retain) => 3.0 * Epochs * forget;

    public abstract void Unlearn(UnlearningTask task);

    /// <summary>A rate and a number of epochs, which they all have.</summary>
    private protected static SearchSpace Searched(double low, double high, params IReadOnlyList<int> epochs) =>
        SearchSpace
            .None.Log("learningRate", low, high, static (ForgetMethod one, double value) => one with { LearningRate = value })
            .OneOf("epochs", epochs, static (ForgetMethod one, int value) => one with { Epochs = value });

    /// <summary>Trains as <see cref="ForgetLoop"/> does, by its momentum of 0.9.</summary>
    /// <inheritdoc cref="ForgetLoop.Run(UnlearningTask, Func{Tensor, Tensor, long[], Tensor})" path="/param"/>
    private protected void Train(
        UnlearningTask task,
        Func<Tensor, Tensor, long[], Tensor> lossOf,
        double weightDecay = 0,
        double clipNorm = 0,
        bool stopWithin = false
    ) => new ForgetLoop(Epochs, BatchSize, LearningRate, 0.9, weightDecay, clipNorm, StopAt, stopWithin).Run(task, lossOf);
}
