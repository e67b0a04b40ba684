using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Erasing.Diffusion;

/// <summary>A text-to-image model in its parts. <see cref="Sample"/> draws latents, and <see cref="Codec"/> makes pictures of
/// them.</summary>
public sealed class DiffusionModel : IDisposable
{
    // Attention takes the square of a picture's places.
    private const long SquaresAtOnce = 2L * 64 * 64 * 64 * 64;

    /// <param name="latent">Of one picture: C, H, W.</param>
    public DiffusionModel(UNet2DCondition unet, ClipTextEncoder text, ITokenizer tokenizer, ILatentCodec codec, long[] latent)
    {
        (UNet, Text, Tokenizer, Codec, LatentShape) = (unet, text, tokenizer, codec, latent);
        unet.eval();
        text.eval();
    }

    public UNet2DCondition UNet { get; }

    public ClipTextEncoder Text { get; }

    public ITokenizer Tokenizer { get; }

    public ILatentCodec Codec { get; }

    /// <summary>C, H, W.</summary>
    public long[] LatentShape { get; }

    public Device Device => UNet.parameters().First().device;

    /// <summary>Pictures that are drawn at once: 100 of the small model, 2 of Stable Diffusion, as laptops have little memory.</summary>
    public int AtOnce => (int)Math.Clamp(SquaresAtOnce / Math.Pow(LatentShape[1] * LatentShape[2], 2), 1, 100);

    /// <summary>Prompts as the network reads them; the empty one is the null prompt.</summary>
    /// <returns>N x tokens x width, no gradient.</returns>
    /// <exception cref="Runtime.LetheException">A word that the model does not know.</exception>
    public Tensor Encode(params IReadOnlyList<string> prompts)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var rows = prompts.Select(Tokenizer.Encode).ToList();
        return Text.forward(tensor(rows.SelectMany(static row => row).ToArray(), [rows.Count, Tokenizer.Length]).to(Device))
            .MoveToOuterDisposeScope();
    }

    /// <summary>Latents of pictures, one a prompt and seed: DDIM with classifier-free guidance.</summary>
    /// <param name="unet">Null for this model's own; another of the same shape, erased for example, draws the same seeds.</param>
    /// <param name="steps">N.</param>
    /// <param name="scale">w.</param>
    /// <param name="batch">Null for <see cref="AtOnce"/>.</param>
    /// <param name="drawn">Is told at every step of a batch: how many are done, of how many.</param>
    /// <returns>Seeds x C x H x W.</returns>
    public Tensor Sample(
        IReadOnlyList<string> prompts,
        IReadOnlyList<long> seeds,
        int steps,
        double scale,
        UNet2DCondition? unet = null,
        int? batch = null,
        Action<int, int>? drawn = null,
        CancellationToken cancellation = default
    )
    {
        using var scope = NewDisposeScope();
        var (nothing, network) = (Encode(""), unet ?? UNet);
        var contexts = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var prompt in prompts.Distinct(StringComparer.Ordinal))
        {
            contexts[prompt] = Encode(prompt);
        }
        var parts = new List<Tensor>();
        var most = batch ?? AtOnce;
        for (var at = 0; at < seeds.Count; at += most)
        {
            var rows = Enumerable.Range(at, Math.Min(most, seeds.Count - at)).ToList();
            var context = cat([.. rows.Select(row => contexts[prompts[row]])]);
            var done = steps * (at / most);
            parts.Add(
                Ddim.Sample(
                    (z, time) => Guidance.Predict(network, z, time, context, nothing, scale),
                    Latents.Noise(rows.Select(row => seeds[row]), LatentShape, Device),
                    steps,
                    visit: (_, i, _) => drawn?.Invoke(done + i, steps * ((seeds.Count + most - 1) / most)),
                    cancellation: cancellation
                )
            );
        }
        return cat(parts).MoveToOuterDisposeScope();
    }

    /// <summary>Moves network and text tower, and the codec if it is a network.</summary>
    public DiffusionModel To(Device device)
    {
        UNet.to(device);
        Text.to(device);
        (Codec as nn.Module)?.to(device);
        return this;
    }

    public void Dispose()
    {
        UNet.Dispose();
        Text.Dispose();
        (Codec as IDisposable)?.Dispose();
    }
}
