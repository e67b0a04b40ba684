using Lethe.Models;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Lethe.Detection.Detectors.Mat;

/// <summary>Where MAT looks: M maps, each at one region of the face (Zhao et al., CVPR 2021, section 3.2).</summary>
internal sealed class AttentionMaps : Module<Tensor, Tensor>
{
    private const int Grid = 24;
    private const int Border = 2;
    private readonly Conv conv_extract,
        conv2;
    private readonly BatchNorm2d bn1,
        bn2;

    public AttentionMaps(int channels, int count)
        : base(nameof(AttentionMaps))
    {
        conv_extract = new(channels, channels, 3, 1, 1, withBias: true);
        bn1 = BatchNorm2d(channels);
        conv2 = new(channels, count, 1);
        bn2 = BatchNorm2d(count);
        RegisterComponents();
    }

    /// <returns>N x M x h x w, not negative, in the type of <paramref name="x"/>; zero along the border.</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var maps = bn2.forward(conv2.forward(bn1.forward(conv_extract.forward(x)).relu_()));
        // A = (ELU(maps) + 1) o border
        return ((functional.elu(maps, 1) + 1) * (Inside(x.shape[2], x).unsqueeze(1) * Inside(x.shape[3], x))).MoveToOuterDisposeScope();
    }

    // Of 24 places the two outermost are 0; the nearest one stands for each of these.
    private static Tensor Inside(long places, Tensor like)
    {
        var nearest = Enumerable.Range(0, (int)places).Select(i => (int)(i * Grid / places));
        return tensor([.. nearest.Select(static i => i is >= Border and < Grid - Border ? 1f : 0f)], like.dtype, like.device);
    }
}
