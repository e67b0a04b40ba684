using Lethe.Erasing.Diffusion;

namespace Lethe.Erasing;

/// <summary>Real pictures through DDIM inversion by the frozen network, and drawn again by any: the frozen one itself for the
/// control.</summary>
/// <param name="Mode">With or without the prompt on the way to noise.</param>
/// <param name="Steps">N, both ways.</param>
/// <param name="Scale">w on the way back; not used by <see cref="InversionMode.Prompt"/>, whose w is 1.</param>
public sealed record PictureInversion(InversionMode Mode, int Steps, double Scale)
{
    /// <summary>The noise from which the frozen network nearly draws the pictures again.</summary>
    /// <param name="pictures">N x C x H x W in -1 to 1, on the model's device.</param>
    public Tensor Invert(DiffusionModel original, Tensor pictures, string prompt, CancellationToken cancellation = default)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var context = original.Encode(Mode == InversionMode.Null ? "" : prompt);
        return Ddim.Invert(
                (z, time) => Guidance.Predict(original.UNet, z, time, context, context, 1),
                original.Codec.Encode(pictures),
                Steps,
                cancellation
            )
            .MoveToOuterDisposeScope();
    }

    /// <summary>Pictures from such noise.</summary>
    /// <param name="network">The erased one; the original's own for the control.</param>
    /// <returns>N x C x H x W in -1 to 1.</returns>
    public Tensor Draw(
        DiffusionModel original,
        UNet2DCondition network,
        Tensor noise,
        string prompt,
        CancellationToken cancellation = default
    )
    {
        using var scope = NewDisposeScope();
        var scale = Mode == InversionMode.Null ? Scale : 1;
        return original.Draw(network, original.Encode(prompt), noise, new(Steps, scale), cancellation).MoveToOuterDisposeScope();
    }
}
