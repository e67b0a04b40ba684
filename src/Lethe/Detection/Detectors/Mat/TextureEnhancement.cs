using Lethe.Models;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Lethe.Detection.Detectors.Mat;

/// <summary>
/// MAT's texture enhancement (Zhao et al., CVPR 2021, section 3.3): what a shallow map holds beyond its local mean, made stronger by a
/// small dense block for each attention map.
/// </summary>
internal sealed class TextureEnhancement : Module<Tensor, Tensor, (Tensor Textures, Tensor Means)>
{
    private readonly int count;
    private readonly Conv conv_extract;
    private readonly Conv conv0,
        conv1,
        conv2,
        conv3,
        conv_last;
    private readonly BatchNorm2d bn1,
        bn2,
        bn3,
        bn4,
        bn_last;

    public TextureEnhancement(int channels, int count)
        : base(nameof(TextureEnhancement))
    {
        this.count = count;
        var all = channels * count;
        conv_extract = new(channels, channels, 3, 1, 1, withBias: true);
        (conv0, conv1, conv2, conv3, conv_last) = (Grouped(1, 5), Grouped(1, 3), Grouped(2, 3), Grouped(3, 3), Grouped(4, 1));
        (bn1, bn2, bn3, bn4, bn_last) = (Norm(1), Norm(2), Norm(3), Norm(4), Norm(1));
        RegisterComponents();

        Conv Grouped(int inputs, int kernel) => new(inputs * all, all, kernel, 1, kernel / 2, withBias: true, groups: count);
        BatchNorm2d Norm(int inputs) => BatchNorm2d(inputs * all);
    }

    /// <param name="shallow">N x C x H x W.</param>
    /// <param name="attention">N x M x h x w; no gradient goes into it.</param>
    /// <returns>N x M*C x H x W, C channels for each attention in turn; and N x C x h x w.</returns>
    public override (Tensor Textures, Tensor Means) forward(Tensor shallow, Tensor attention)
    {
        using var scope = NewDisposeScope();
        var features = conv_extract.forward(shallow);
        var (height, width) = (features.shape[2], features.shape[3]);
        // D = mean of F around each place of the attention; T = F - up(D)
        var means = functional.adaptive_avg_pool2d(features, [attention.shape[2], attention.shape[3]]);
        var residual =
            height > means.shape[2] ? features - functional.interpolate(means, [height, width], mode: InterpolationMode.Nearest) : features;
        // T_m = T tanh(A_m)
        var look = BilinearPooling.Fit(attention.detach(), features).tanh().to(features.dtype);
        var x = (residual.permute(0, 2, 3, 1).unsqueeze(3) * look.permute(0, 2, 3, 1).unsqueeze(4)).flatten(3, 4).permute(0, 3, 1, 2);
        x = conv0.forward(x);
        x = Together(x, conv1.forward(bn1.forward(x).relu_()));
        x = Together(x, conv2.forward(bn2.forward(x).relu_()));
        x = Together(x, conv3.forward(bn3.forward(x).relu_()));
        x = bn_last.forward(conv_last.forward(bn4.forward(x).relu_())).relu_();
        return (x.MoveToOuterDisposeScope(), means.MoveToOuterDisposeScope());
    }

    // Each attention's channels of a and b side by side; in the order of memory, channels last.
    private Tensor Together(Tensor a, Tensor b) => cat([Grouped(a), Grouped(b)], 4).flatten(3, 4).permute(0, 3, 1, 2);

    private Tensor Grouped(Tensor x) => x.permute(0, 2, 3, 1).unflatten(3, [count, -1]);
}
