using TorchSharp;

namespace Lethe.Erasing.Diffusion;

/// <summary>A text-to-image model in its parts.</summary>
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
        var rows = prompts.SelectMany(Tokenizer.Encode).ToArray();
        return Text.forward(tensor(rows, [prompts.Count, Tokenizer.Length]).to(Device)).MoveToOuterDisposeScope();
    }

    /// <summary>Latents of pictures, one a prompt and seed: DDIM with classifier-free guidance.</summary>
    /// <param name="steps">N.</param>
    /// <param name="scale">w.</param>
    /// <param name="unet">Null for this model's own; another of the same shape, erased for example, draws the same seeds.</param>
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
        var (nothing, network, most) = (Encode(""), unet ?? UNet, batch ?? AtOnce);
        var contexts = prompts.Distinct().ToDictionary(static prompt => prompt, prompt => Encode(prompt));
        var batches = Enumerable.Range(0, seeds.Count).Chunk(most).ToList();
        var parts = new List<Tensor>();
        foreach (var rows in batches)
        {
            var (context, done) = (cat([.. rows.Select(row => contexts[prompts[row]])]), steps * parts.Count);
            parts.Add(
                Ddim.Sample(
                    (z, time) => Guidance.Predict(network, z, time, context, nothing, scale),
                    Latents.Noise(rows.Select(row => seeds[row]), LatentShape, Device),
                    steps,
                    visit: (_, i, _) => drawn?.Invoke(done + i, steps * batches.Count),
                    cancellation
                )
            );
        }
        return cat(parts).MoveToOuterDisposeScope();
    }

    /// <summary>Pictures from noise under a prompt that is encoded already.</summary>
    /// <param name="context">1 x tokens x width.</param>
    /// <param name="noise">N x C x H x W.</param>
    /// <returns>N x channels x H x W in -1 to 1.</returns>
    internal Tensor Draw(UNet2DCondition network, Tensor context, Tensor noise, Sampler sampler, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var nothing = Encode("");
        var latents = Ddim.Sample(
            (z, time) => Guidance.Predict(network, z, time, context, nothing, sampler.Scale),
            noise,
            sampler.Steps,
            cancellation: cancellation
        );
        return Codec.Decode(latents).clamp(-1, 1).MoveToOuterDisposeScope();
    }

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
