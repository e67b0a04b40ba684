using Lethe.Models;

namespace Lethe.Detection.Detectors.Mat;

/// <summary>MAT's attention-guided augmentation (Zhao et al., CVPR 2021, section 3.4): what one attention map looks at is blurred in a copy
/// of the image, so that the others find something elsewhere.</summary>
public sealed record AttentionGuidedBlur
{
    /// <summary>Of the Gaussian, in pixels of the image at half its size; odd.</summary>
    public int Kernel { get; init; } = 11;

    public double Sigma { get; init; } = 7;

    /// <summary>Standard deviation, in units of a normalised pixel.</summary>
    public double Noise { get; init; } = 0.1;

    /// <param name="images">N x 3 x S x S, normalised, S at least <c>2 Kernel</c>.</param>
    /// <param name="attention">N x M x h x w, not negative.</param>
    /// <returns>The images, channels-last, in their type; and which map was taken, int64, N.</returns>
    internal (Tensor Images, Tensor Chosen) Apply(Tensor images, Tensor attention, RandomStream random)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        using var generator = random.Torch();
        var maps = attention.to(ScalarType.Float32);
        // Which one: in proportion to sqrt(1 + sum A_m)
        var chosen = multinomial((maps.sum([2, 3]) + 1).sqrt().cpu(), 1, generator: generator).squeeze(1).to(images.device);
        var map = BilinearPooling.Fit(maps.gather(1, chosen.reshape(-1, 1, 1, 1).expand(-1, 1, maps.shape[2], maps.shape[3])), images);
        var (threshold, zoom) = (0.4 + (0.2 * random.NextDouble()), 3 + (2 * random.NextDouble()));
        var weight = Steep(map / (map.amax([1, 2, 3], keepdim: true) + 1e-8), threshold, zoom);
        // x (1 - a) + blurred a
        var x = images.to(ScalarType.Float32).contiguous();
        return (
            (x + ((Blurred(x, generator) - x) * weight)).ChannelsLast().to(images.dtype).MoveToOuterDisposeScope(),
            chosen.MoveToOuterDisposeScope()
        );
    }

    /// <summary><c>(sigma((a - t) z) - sigma(-t z)) / (1 - sigma(-t z))</c>: 0 at 0 and steepest at the threshold.</summary>
    internal static Tensor Steep(Tensor a, double threshold, double zoom)
    {
        var bottom = 1 / (1 + Math.Exp(threshold * zoom));
        return (((a - threshold) * zoom).sigmoid() - bottom) / (1 - bottom);
    }

    private Tensor Blurred(Tensor x, Generator generator)
    {
        var half = Resize(x, x.shape[2] / 2, x.shape[3] / 2);
        var blurred = Gaussian((int)half.shape[2]).to(x.device).matmul(half).matmul(Gaussian((int)half.shape[3]).to(x.device).t());
        return Resize(blurred + (randn(blurred.shape, generator: generator).to(x.device) * Noise), x.shape[2], x.shape[3]);
    }

    private static Tensor Resize(Tensor x, long height, long width) =>
        nn.functional.interpolate(x, [height, width], mode: InterpolationMode.Bilinear, align_corners: true);

    /// <summary>G with <c>G X G'</c> the blurred image, mirrored at the ends.</summary>
    internal Tensor Gaussian(int side)
    {
        var radius = Kernel / 2;
        var bell = Enumerable.Range(-radius, Kernel).Select(d => Math.Exp(-d * d / (2 * Sigma * Sigma))).ToArray();
        var total = bell.Sum();
        var matrix = new float[side, side];
        for (var row = 0; row < side; row++)
        {
            for (var k = 0; k < Kernel; k++)
            {
                var place = Math.Abs(row + k - radius);
                matrix[row, place < side ? place : (2 * (side - 1)) - place] += (float)(bell[k] / total);
            }
        }
        return tensor(matrix);
    }
}
