using Lethe.Erasing.Diffusion;
using Lethe.Erasing.Fashion;
using Lethe.Metrics;
using static TorchSharp.torch;

namespace Lethe.Erasing.Reports;

/// <summary>Pictures of one prompt by the original and by the erased network from the same noise.</summary>
/// <param name="Prompt">What they are of.</param>
/// <param name="Before">N x channels x H x W from 0 to 1, on the model's device.</param>
/// <param name="After">Likewise.</param>
public sealed record BeforeAfterPictures(MeasuredPrompt Prompt, Tensor Before, Tensor After) : IDisposable
{
    // Below it a window of 11 pixels would see half a picture.
    private const long Small = 64;

    /// <summary>The prompt of each picture.</summary>
    public IReadOnlyList<string> Prompts => [.. Enumerable.Range(0, Count).Select(Prompt.PhrasingOf)];

    public int Count => (int)Before.shape[0];

    /// <summary>Draws them.</summary>
    /// <param name="count">N.</param>
    /// <param name="steps">Of the sampler.</param>
    /// <param name="scale">w of the sampler.</param>
    /// <param name="batch">Pictures at once.</param>
    /// <param name="drawn">Is told how many more there are, of both networks together.</param>
    public static BeforeAfterPictures Draw(
        DiffusionModel model,
        UNet2DCondition erased,
        MeasuredPrompt prompt,
        int count,
        int steps,
        double scale,
        int batch,
        Action<int>? drawn = null,
        CancellationToken cancellation = default
    )
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return new(prompt, All(model.UNet).DetachFromDisposeScope(), All(erased).DetachFromDisposeScope());

        Tensor All(UNet2DCondition network)
        {
            var parts = new List<Tensor>();
            for (var at = 0; at < count; at += batch)
            {
                var rows = Enumerable.Range(at, Math.Min(batch, count - at)).ToList();
                var latents = model.Sample(
                    [.. rows.Select(prompt.PhrasingOf)],
                    [.. rows.Select(i => FashionWorld.SeedOf(prompt.Block, i))],
                    steps,
                    scale,
                    network,
                    batch,
                    cancellation: cancellation
                );
                parts.Add(((model.Codec.Decode(latents) + 1) / 2).clamp(0, 1));
                drawn?.Invoke(rows.Count);
            }
            return cat(parts);
        }
    }

    /// <summary>Structural similarity of each pair: with a uniform window of 7 pixels for small pictures, else a Gaussian one of
    /// 11.</summary>
    public double[] Similarities() => Similarities(Before, After);

    /// <inheritdoc cref="Similarities()"/>
    /// <param name="a">N x channels x H x W from 0 to 1.</param>
    /// <param name="b">Likewise.</param>
    public static double[] Similarities(Tensor a, Tensor b) =>
        a.shape[2] < Small ? StructuralSimilarity.Uniform(a, b) : StructuralSimilarity.Of(a, b);

    public void Dispose()
    {
        Before.Dispose();
        After.Dispose();
    }
}
