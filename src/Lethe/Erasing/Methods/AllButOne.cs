using System.ComponentModel.DataAnnotations;
using Lethe.Erasing.Diffusion;
using static TorchSharp.torch.nn;

namespace Lethe.Erasing.Methods;

/// <summary>
/// All but One (Hong, Lee and Woo, AAAI 2024): moves the guidance of one concept, <c>G(c) = e(z,t,c) - e(z,t,0)</c>, onto a target, and
/// holds what the network says without a prompt:
/// <c>L = || g2 G(c; theta) - T ||^2 + lambda || e(z,t,0; theta) - e(z,t,0; theta*) ||^2</c>, both as means.
/// </summary>
/// <remarks>The slides give neither optimiser nor learning rate, trained weights, g1, g2, lambda, q nor prompts: every number here is the
/// kit's choice and a property.</remarks>
public sealed record AllButOne : IErasingMethod
{
    public string Name => Names.Name;

    public string Title => Names.Title;

    public ErasingRecipe Recipe { get; init; } = new();

    /// <summary>With the concept and without a prompt.</summary>
    public int Rows => 2;

    public GuidanceTarget Target { get; init; } = GuidanceTarget.SurgicalAdd;

    public LatentSource Latents { get; init; }

    /// <summary>g1, of the target's guidance.</summary>
    public double TargetScale { get; init; } = 1;

    /// <summary>g2, of the student's.</summary>
    public double StudentScale { get; init; } = 1;

    /// <summary>lambda, of the null prompt's penalty; 0 for none.</summary>
    public double NullPenalty { get; init; } = 1;

    /// <summary>q of <see cref="GuidanceMask"/>.</summary>
    public double Quantile { get; init; } = 0.95;

    /// <summary>Paths of the frozen model, drawn once.</summary>
    [Range(1, 65536)]
    public int PoolPaths { get; init; } = 128;

    public IErasingMethod For(Profile profile, bool large) =>
        profile.Of(this with { PoolPaths = 4 }, large ? this with { PoolPaths = 16 } : this, this, this);

    public void Erase(ErasingTask task)
    {
        var loop = new ErasingLoop(task, this);
        using var scope = NewDisposeScope();
        var (nothing, concept, instead) = (
            task.Original.Encode(""),
            task.Original.Encode(task.Concept),
            task.Original.Encode(task.Instead)
        );
        using var pool = Pool(task, loop.Recipe, nothing, concept, instead);
        loop.Run(random =>
        {
            var step = random.Next(pool.Times.Count);
            var z = pool.At(step, [.. Enumerable.Range(0, loop.Recipe.Batch).Select(_ => (long)random.Next(pool.Paths))]);
            return Loss(task.Original.UNet, task.Student, z, pool.Times[step], nothing, concept, instead);
        });
    }

    /// <summary>L of latents at a time, with gradient.</summary>
    public Tensor Loss(
        Module<Tensor, Tensor, Tensor, Tensor> frozen,
        Module<Tensor, Tensor, Tensor, Tensor> student,
        Tensor z,
        int time,
        Tensor nothing,
        Tensor concept,
        Tensor instead
    )
    {
        using var scope = NewDisposeScope();
        var times = Guidance.Times(time, z.shape[0], z.device);
        var (without, target) = Frozen(frozen, z, times, nothing, concept, instead);
        var own = Guidance.Each(student, z, times, nothing, concept);
        var (s0, sc) = (own[0], own[1]);
        // Without the stop the concept loss could be lowered by moving what is said without a prompt.
        var conceptLoss = ((StudentScale * (sc - s0.detach())) - target).square().mean();
        return (conceptLoss + (NullPenalty * (s0 - without).square().mean())).MoveToOuterDisposeScope();
    }

    // e(z, t, 0; theta*) and T(z, t).
    private (Tensor Without, Tensor Target) Frozen(
        Module<Tensor, Tensor, Tensor, Tensor> frozen,
        Tensor z,
        Tensor times,
        Tensor nothing,
        Tensor concept,
        Tensor instead
    )
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        Tensor[] contexts = Target == GuidanceTarget.Replace ? [nothing, instead] : [nothing, instead, concept];
        var said = Guidance.Each(frozen, z, times, contexts);
        var target = TargetOf(said[1] - said[0], contexts.Length > 2 ? said[2] - said[0] : null);
        return (said[0].MoveToOuterDisposeScope(), target.MoveToOuterDisposeScope());
    }

    // T, from G(c') and G(c) of the frozen model.
    private Tensor TargetOf(Tensor instead, Tensor? concept) =>
        Target switch
        {
            GuidanceTarget.Replace => TargetScale * instead,
            GuidanceTarget.SurgicalAdd => TargetScale * (concept! + GuidanceMask.Strongest(instead, Quantile)),
            _ => TargetScale * (concept! + GuidanceMask.Strongest(instead, Quantile) - GuidanceMask.Strongest(concept!, Quantile)),
        };

    private (string Name, string Title) Names =>
        Target switch
        {
            GuidanceTarget.SurgicalAdd => ("all-but-one", "All but One"),
            GuidanceTarget.Replace => ("all-but-one-replace", "All but One, replace"),
            _ => ("all-but-one-swap", "All but One, swap"),
        };

    private LatentPool Pool(ErasingTask task, ErasingRecipe recipe, Tensor nothing, Tensor concept, Tensor instead)
    {
        var noise = Erasing.Diffusion.Latents.Noise(
            Enumerable.Range(0, PoolPaths).Select(i => ((long)task.Seed << 20) + i),
            task.Original.LatentShape,
            task.Device
        );
        Func<Tensor, int, Tensor> predict = Latents switch
        {
            LatentSource.Concept => task.Guided(concept, nothing, recipe.SamplerScale),
            LatentSource.Edited when Target != GuidanceTarget.Replace => (z, time) =>
            {
                using var scope = NewDisposeScope();
                var (without, target) = Frozen(
                    task.Original.UNet,
                    z,
                    Guidance.Times(time, z.shape[0], z.device),
                    nothing,
                    concept,
                    instead
                );
                return (without + (recipe.SamplerScale / TargetScale * target)).MoveToOuterDisposeScope();
            },
            _ => task.Guided(instead, nothing, recipe.SamplerScale),
        };
        return LatentPool.Draw(
            predict,
            noise,
            recipe.SamplerSteps,
            Math.Min(LatentPool.Usual, task.Original.AtOnce),
            task.Preparing,
            task.Cancellation
        );
    }
}
