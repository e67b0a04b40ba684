using Lethe.Erasing.Diffusion;
using TorchSharp.Modules;

namespace Lethe.Erasing;

/// <summary>
/// Asks whether an erased concept is gone or only hidden: with every weight frozen, one free vector in place of the null prompt's end is
/// fitted to pictures of the concept by the network's own training loss (textual inversion, Gal et al., ICLR 2023; as an attack, Pham et
/// al., ICLR 2024). If the network then draws the concept, it was still there.
/// </summary>
public sealed record EmbeddingAttack
{
    /// <summary>Of Adam.</summary>
    public int Steps { get; init; } = 200;

    public double LearningRate { get; init; } = 1e-2;

    /// <summary>Noisy latents a step.</summary>
    public int Batch { get; init; } = 16;

    /// <summary>Which token's vector is free: 1, the end of the null prompt.</summary>
    public int Token { get; init; } = 1;

    /// <param name="pictures">Of the concept: N x C x H x W in -1 to 1, on the network's device.</param>
    /// <returns>A prompt for samplers: 1 x tokens x width.</returns>
    /// <exception cref="LetheException">A loss that is no number (<see cref="ExitCode.NotFinite"/>).</exception>
    public Tensor Fit(DiffusionModel model, UNet2DCondition network, Tensor pictures, int seed, CancellationToken cancellation = default)
    {
        using var scope = NewDisposeScope();
        var frozen = network.parameters().Select(static weight => (weight, weight.requires_grad)).ToList();
        frozen.ForEach(static pair => pair.weight.requires_grad = false);
        try
        {
            var clean = Encoded(model, pictures);
            var nothing = model.Encode("");
            var vector = new Parameter(nothing.narrow(1, Token, 1).clone());
            using var optimizer = optim.Adam([vector], LearningRate);
            for (var step = 0; step < Steps; step++)
            {
                cancellation.ThrowIfCancellationRequested();
                Step(network, clean, nothing, vector, optimizer, RandomStream.For(seed, "attack", $"{step}"), step);
            }
            return Prompt(nothing, vector).detach().MoveToOuterDisposeScope();
        }
        finally
        {
            frozen.ForEach(static pair => pair.weight.requires_grad = pair.requires_grad);
        }
    }

    private void Step(
        UNet2DCondition network,
        Tensor clean,
        Tensor nothing,
        Tensor vector,
        optim.Optimizer optimizer,
        RandomStream random,
        int step
    )
    {
        using var scope = NewDisposeScope();
        var (_, noisy, noise, times) = Latents.Noisy(clean, Batch, random);
        optimizer.zero_grad();
        var said = network.forward(noisy, times, Prompt(nothing, vector).expand(Batch, -1, -1));
        var loss = (said - noise).square().mean();
        loss.backward();
        if (!float.IsFinite(loss.item<float>()))
        {
            throw new LetheException(
                ExitCode.NotFinite,
                $"The attack's step {step + 1}: the loss is {loss.item<float>()}. Lower its learning rate."
            );
        }
        optimizer.step();
    }

    private Tensor Prompt(Tensor nothing, Tensor vector) =>
        cat([nothing.narrow(1, 0, Token), vector, nothing.narrow(1, Token + 1, nothing.shape[1] - Token - 1)], 1);

    private static Tensor Encoded(DiffusionModel model, Tensor pictures)
    {
        using var noGrad = no_grad();
        return cat([.. pictures.split(model.AtOnce).Select(model.Codec.Encode)]);
    }
}
