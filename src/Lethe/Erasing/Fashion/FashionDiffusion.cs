namespace Lethe.Erasing;

/// <summary>The kit's small text-to-image model: Fashion-MNIST in 4 x 14 x 14 latents. The same classes as Stable Diffusion, a thousandth of the numbers.</summary>
public static class FashionDiffusion
{
    /// <summary>Of one picture's latents.</summary>
    public static IReadOnlyList<long> LatentShape { get; } = [4, 14, 14];

    /// <summary>One layer of CLIP's tower, for eight tokens; trained with the network, then frozen.</summary>
    public static ClipTextConfig Text { get; } = new() { Vocabulary = FashionPrompts.Tokenizer.Vocabulary, Width = UNetConfig.Small.ContextWidth, Layers = 1, Heads = 4, Hidden = 256, Length = FashionPrompts.Tokenizer.Length };

    /// <summary>Untrained, on the CPU.</summary>
    public static DiffusionModel Create(HaarCodec codec) => new(new UNet2DCondition(UNetConfig.Small), new ClipTextEncoder(Text), FashionPrompts.Tokenizer, codec, [.. LatentShape]);
}
