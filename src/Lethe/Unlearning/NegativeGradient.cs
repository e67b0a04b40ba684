namespace Lethe.Unlearning;

/// <summary>
/// Climbs the loss on D_f with the whole network (Golatkar et al. 2020 and others). Without a stop it destroys the network, so it stops
/// when little of D_f is left: most of the paper's rows end at 5 to 28 %.
/// </summary>
public sealed record NegativeGradient : ForgetMethod
{
    /// <summary>A stop at 20 % of D_f.</summary>
    public NegativeGradient() => StopAt = 20;

    public override string Name => "negative-gradient";

    public override string Title => "Negative Gradient";

    public double ClipNorm { get; init; } = 1;

    public override SearchSpace Space =>
        Searched(1e-6, 1e-2, 1, 3, 5, 10)
            .OneOf("clipNorm", [1.0, 100], static (NegativeGradient one, double value) => one with { ClipNorm = value })
            .OneOf("stopAt", [-1.0, 0, 1, 20], static (NegativeGradient one, double value) => one with { StopAt = value });

    public override IUnlearningMethod For(Profile profile) => profile.IsTiny ? this with { LearningRate = 1e-3 } : this;

    public override void Unlearn(UnlearningTask task) =>
        // L = -CE(M(x), y)
        Train(task, (images, labels, _) => nn.functional.cross_entropy(task.Model.forward(images), labels).neg(), clipNorm: ClipNorm);
}
