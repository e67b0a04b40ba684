using Lethe.Erasing.Diffusion;
using Lethe.Tests.Detection.Detectors;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Erasing.Diffusion;

/// <summary>
/// What the public implementations give for the weights of <see cref="FormulaWeights"/>, in float64: diffusers' (v0.9.0)
/// UNet2DConditionModel and AutoencoderKL, and OpenAI's CLIP text transformer
/// under the names of transformers.
/// </summary>
public sealed class PublicImplementationTests
{
    internal static UNetConfig UNet { get; } =
        new()
        {
            Channels = [32, 64, 64],
            Attends = [true, true, false],
            ContextWidth = 48,
            Heads = 4,
            NormGroups = 16,
        };

    internal static AutoencoderConfig Autoencoder { get; } = new() { Channels = [32, 32, 64], NormGroups = 16 };

    internal static ClipTextConfig Text { get; } =
        new()
        {
            Vocabulary = 600,
            Width = 48,
            Layers = 3,
            Heads = 4,
            Hidden = 192,
            Length = 77,
        };

    [Fact]
    public void UNet2DConditionModel()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var network = new UNet2DCondition(UNet);
        FormulaWeights.Fill(network);
        network.eval();
        var said = network.forward(
            FormulaWeights.Make("images", 2, 4, 16, 16),
            tensor(new long[] { 3, 977 }),
            FormulaWeights.Make("context", 2, 12, 48)
        );
        Close(0.5031703657319784, said.abs().mean());
        Close([-0.100196299, -0.080827786, -0.090214574], said[0, 0, 0, ..3]);
        Close([-0.004167443, -0.366028403, -0.52618005], said[1, 3, 15, 13..]);
    }

    [Fact]
    public void AutoencoderKL()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var network = new AutoencoderKL(Autoencoder);
        FormulaWeights.Fill(network);
        network.eval();
        var (mean, variance) = network.Distribution(FormulaWeights.Make("images", 1, 3, 32, 32));
        Close(0.8564829860709136, mean.abs().mean());
        Close([-0.630976528, 1.089276622, 0.450635329], mean[0, 0, 0, ..3]);
        Close(0.820061317472126, variance.abs().mean());
        Close([0.516496317, -0.302160481, -0.10149611], variance[0, 3, 7, 5..]);
        // Latents are unscaled before they are decoded.
        var drawn = network.Decode(FormulaWeights.Make("images", 1, 4, 8, 8) * Autoencoder.Scale);
        Close(0.7136454491940443, drawn.abs().mean());
        Close([-0.02532126, -0.160804731, -0.220626227], drawn[0, 0, 0, ..3]);
    }

    [Fact]
    public void ClipTextModel()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var network = new ClipTextEncoder(Text);
        FormulaWeights.Fill(network);
        network.eval();
        long[] ids =
        [
            .. Enumerable.Range(0, 77).Select(static i => (7L * i * i + 3 * i) % 600),
            .. Enumerable.Range(0, 77).Select(static i => (11L * i + 5) % 600),
        ];
        var said = network.forward(tensor(ids, [2, 77]));
        Close(0.7322209554434662, said.abs().mean());
        Close([-0.782574584, 0.149674165, -1.629448197], said[0, 76, ..3]);
        Close([-1.266392897, -0.837994753, 0.137936933], said[1, 1, 45..]);
    }

    private static void Close(double expected, Tensor found) =>
        Assert.InRange(found.to(ScalarType.Float64).item<double>(), expected - 1e-4, expected + 1e-4);

    private static void Close(double[] expected, Tensor found) =>
        Assert.All(
            expected.Zip(found.to(ScalarType.Float64).contiguous().data<double>().ToArray()),
            static pair => Assert.InRange(pair.Second, pair.First - 1e-4, pair.First + 1e-4)
        );
}
