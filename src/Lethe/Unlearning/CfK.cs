namespace Lethe.Unlearning;

/// <summary>
/// CF-k (Goel et al., 2022, "catastrophically forgetting"): Fine-tune on D_r of the last block and the head; the rest is frozen.
/// </summary>
/// <remarks>
/// Settings of SCRUB's notebooks (meghdadk/SCRUB): ten epochs at 0.01 in batches of 64. Frozen batch normalisation is in evaluation mode,
/// so that it is frozen indeed; there its statistics move.
/// </remarks>
public sealed record CfK : IUnlearningMethod
{
    public string Name => "cf-k";

    public string Title => "CF-k";

    public bool IsInPaper => false;

    public bool IsRival => true;

    public DataAccess Reads => DataAccess.Retain;

    public FineTune Training { get; init; } = new() { Epochs = 10, BatchSize = 64 };

    /// <summary>What is trained.</summary>
    public NetworkPart Part { get; init; } = NetworkPart.LastBlock;

    public SearchSpace Space =>
        SearchSpace
            .None.Log(
                "learningRate",
                1e-3,
                1e-1,
                static (CfK one, double value) => one with { Training = one.Training with { LearningRate = value } }
            )
            .OneOf("epochs", [5, 10], static (CfK one, int value) => one with { Training = one.Training with { Epochs = value } });

    public double Units(int forget, int retain) => Training.Units(forget, retain);

    public IUnlearningMethod For(Profile profile) => this with { Training = Training.Within(profile) };

    public void Unlearn(UnlearningTask task) => Training.Train(task, Part.NamesIn(task.Model));
}
