using System.ComponentModel.DataAnnotations;
using Lethe.Metrics;

namespace Lethe.Unlearning;

/// <summary>
/// EU-k with k = 1, LAU's honest rival: a new head, trained on D_r on the features of the original, which are computed once. What it costs
/// is one forward pass over D_r, where LAU's is over D_f.
/// </summary>
/// <remarks>The kit's own; Adam on features without augmentation. The features still hold the class: see <see cref="LogitMask"/>.</remarks>
public sealed record RetrainHead : IUnlearningMethod
{
    public string Name => "retrain-head";

    public string Title => "Retrain the head";

    public bool IsInPaper => false;

    public bool IsRival => true;

    public DataAccess Reads => DataAccess.Retain;

    [Range(1, int.MaxValue)]
    public int Epochs { get; init; } = 10;

    [Range(1, int.MaxValue)]
    public int BatchSize { get; init; } = 256;

    public double LearningRate { get; init; } = 0.01;

    public SearchSpace Space =>
        SearchSpace
            .None.Log("learningRate", 1e-4, 1e-1, static (RetrainHead one, double value) => one with { LearningRate = value })
            .OneOf("epochs", [5, 10, 20], static (RetrainHead one, int value) => one with { Epochs = value });

    public void Unlearn(UnlearningTask task)
    {
        using var scope = NewDisposeScope();
        var random = RandomStream.For(task.Seed, "retrain head");
        var features = task.Clock.Measure("features", () => Prediction.Features(task.Model, task.Retain, task.Precision));
        HeadFit.Fit(task.Model.Head, features, task.Retain, (Epochs, BatchSize, LearningRate), random, task.Cancellation);
        task.Model.zero_grad();
        task.Model.eval();
    }
}
