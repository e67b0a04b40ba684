using Lethe.Erasing.Diffusion;
using Lethe.Erasing.Fashion;
using Lethe.Metrics;

namespace Lethe.Erasing.Reports;

/// <summary>Pictures of one prompt by the original and by the erased network from the same noise.</summary>
/// <param name="Before">N x channels x H x W from 0 to 1, on the model's device.</param>
/// <param name="After">Likewise.</param>
public sealed record BeforeAfterPictures(MeasuredPrompt Prompt, Tensor Before, Tensor After) : IDisposable
{
    // Below it a window of 11 pixels would see half a picture.
    private const long Small = 64;

    public IReadOnlyList<string> Prompts => [.. Enumerable.Range(0, Count).Select(Prompt.PhrasingOf)];

    public int Count => (int)Before.shape[0];

    /// <param name="drawn">Is told how many more there are, of both networks together.</param>
    public static BeforeAfterPictures Draw(
        DiffusionModel model,
        UNet2DCondition erased,
        MeasuredPrompt prompt,
        int count,
        Sampler sampler,
        Action<int>? drawn = null,
        CancellationToken cancellation = default
    )
    {
        return new(prompt, All(model.UNet), All(erased));

        Tensor All(UNet2DCondition network)
        {
            using var scope = NewDisposeScope();
            var parts = new List<Tensor>();
            foreach (var rows in Enumerable.Range(0, count).Chunk(model.AtOnce))
            {
                var pictures = FashionWorld.Sample(
                    model,
                    network,
                    [.. rows.Select(prompt.PhrasingOf)],
                    [.. rows.Select(i => FashionWorld.SeedOf(prompt.Block, i))],
                    sampler.Steps,
                    sampler.Scale,
                    cancellation
                );
                parts.Add((pictures + 1) / 2);
                drawn?.Invoke(rows.Length);
            }
            return cat(parts).DetachFromDisposeScope();
        }
    }

    /// <summary>Structural similarity of each pair: with a uniform window of 7 pixels for small pictures, else a Gaussian one of
    /// 11.</summary>
    /// <param name="a">N x channels x H x W from 0 to 1.</param>
    public static double[] Similarities(Tensor a, Tensor b) =>
        a.shape[2] < Small ? StructuralSimilarity.Uniform(a, b) : StructuralSimilarity.Of(a, b);

    public void Dispose()
    {
        Before.Dispose();
        After.Dispose();
    }
}
