using Lethe.Erasing.Diffusion;
using static TorchSharp.torch;

namespace Lethe.Tests.Erasing;

/// <summary>An untrained model with all parts, small enough to be trained for a few steps in a test.</summary>
internal static class TinyDiffusion
{
    public static WordTokenizer Tokenizer { get; } = new(["cat", "dog", "a"], 6);

    public static UNetConfig UNet { get; } =
        new()
        {
            Channels = [32, 64],
            Attends = [true, true],
            LayersPerLevel = 1,
            ContextWidth = 32,
            Heads = 4,
            NormGroups = 16,
        };

    public static DiffusionModel Create(int seed = 1)
    {
        manual_seed(seed);
        var text = new ClipTextEncoder(
            new()
            {
                Vocabulary = Tokenizer.Vocabulary,
                Width = 32,
                Layers = 1,
                Heads = 4,
                Hidden = 64,
                Length = 6,
            }
        );
        return new(new(UNet), text, Tokenizer, new HaarCodec([0, 0, 0, 0], [1, 1, 1, 1]), [4, 4, 4]);
    }
}
