using static TorchSharp.torch.nn;

namespace Lethe.Erasing.Diffusion;

/// <summary>What a prompt adds to the prediction: <c>G(c) = e(z, t, c) - e(z, t, 0)</c>, proportional to the gradient of <c>log P(c |
/// z_t)</c>.</summary>
public static class Guidance
{
    /// <summary>Classifier-free guidance (Ho and Salimans, 2022): <c>e(0) + w (e(c) - e(0))</c>, both in one batch.</summary>
    /// <param name="network">e: latents N x C x H x W, times N (int64), contexts N x tokens x width.</param>
    /// <param name="z">N x C x H x W.</param>
    /// <param name="prompt">c: 1 or N x tokens x width.</param>
    /// <param name="nothing">0, the null prompt: 1 x tokens x width.</param>
    /// <param name="scale">w. At 1 only the prompt is asked.</param>
    public static Tensor Predict(
        Module<Tensor, Tensor, Tensor, Tensor> network,
        Tensor z,
        int time,
        Tensor prompt,
        Tensor nothing,
        double scale
    )
    {
        using var scope = NewDisposeScope();
        var count = z.shape[0];
        if (scale == 1)
        {
            return network.forward(z, Times(time, count, z.device), prompt.expand(count, -1, -1)).MoveToOuterDisposeScope();
        }
        var said = Each(network, z, Times(time, count, z.device), nothing, prompt);
        return (said[0] + (scale * (said[1] - said[0]))).MoveToOuterDisposeScope();
    }

    /// <summary>e of the same latents under several prompts, in one batch.</summary>
    /// <param name="times">N, int64.</param>
    /// <param name="prompts">Each 1 or N x tokens x width.</param>
    /// <returns>N x C x H x W for each prompt.</returns>
    internal static Tensor[] Each(Module<Tensor, Tensor, Tensor, Tensor> network, Tensor z, Tensor times, params Tensor[] prompts) =>
        network
            .forward(
                cat([.. prompts.Select(_ => z)]),
                times.repeat(prompts.Length),
                cat([.. prompts.Select(prompt => prompt.expand(z.shape[0], -1, -1))])
            )
            .chunk(prompts.Length);

    public static Tensor Times(int time, long count, Device device) => full([count], time, dtype: ScalarType.Int64, device: device);
}
