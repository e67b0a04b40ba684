using Lethe.Models;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Lethe.Detection.Detectors;

/// <summary>The convolutions of Xception (Chollet 2017, arXiv 1610.02357) under the names of the weight files in use, in three parts, so
/// that two of them can be mixed in between.</summary>
internal sealed class XceptionFeatures : Module<Tensor, Tensor>
{
    private readonly Conv conv1,
        conv2;
    private readonly BatchNorm2d bn1,
        bn2,
        bn3,
        bn4;
    private readonly SeparableConv conv3,
        conv4;
    private readonly XceptionBlock[] blocks; // 1 to 12 at 0 to 11

    /// <param name="channels">Of the input: 3 for images, 12 and 6 for the two streams of F3-Net.</param>
    /// <param name="stride">Of the first convolution: 2, or 1 for an input that comes at half the size.</param>
    public XceptionFeatures(ModelSpec spec, int channels = 3, int stride = 2)
        : base(nameof(XceptionFeatures))
    {
        int[] w = [.. new[] { 32, 64, 128, 256, 728, 1024, 1536, 2048 }.Select(spec.Scale)];
        conv1 = new(channels, w[0], 3, stride);
        bn1 = BatchNorm2d(w[0]);
        conv2 = new(w[0], w[1], 3);
        bn2 = BatchNorm2d(w[1]);
        blocks =
        [
            new([w[1], w[2], w[2]], halves: true, leads: false),
            new([w[2], w[3], w[3]], halves: true),
            new([w[3], w[4], w[4]], halves: true),
            .. Enumerable.Range(4, 8).Select(_ => new XceptionBlock([w[4], w[4], w[4], w[4]])),
            new([w[4], w[4], w[5]], halves: true),
        ];
        conv3 = new(w[5], w[6]);
        bn3 = BatchNorm2d(w[6]);
        conv4 = new(w[6], w[7]);
        bn4 = BatchNorm2d(w[7]);
        (MiddleChannels, ExitChannels, Channels) = (w[4], w[5], w[7]);
        foreach (var (i, block) in blocks.Index())
        {
            register_module($"block{i + 1}", block);
        }
        RegisterComponents();
    }

    public int MiddleChannels { get; }

    public int ExitChannels { get; }

    public int Channels { get; }

    /// <summary>The stem and blocks 1 to 7.</summary>
    /// <param name="taps">Receives the maps of strides 2, 4 and 8, in the caller's scope.</param>
    /// <returns>N x 728 x H/16 x W/16 (19 for 299, 16 for 256).</returns>
    public Tensor Entry(Tensor images, IList<Tensor>? taps = null)
    {
        using var scope = NewDisposeScope();
        var x = bn1.forward(conv1.forward(images)).relu_();
        x = Tapped(bn2.forward(conv2.forward(x)).relu_());
        x = Tapped(blocks[0].forward(x));
        x = Tapped(blocks[1].forward(x));
        return Run(2, 7, x).MoveToOuterDisposeScope();

        Tensor Tapped(Tensor map)
        {
            taps?.Add(map.MoveToOuterDisposeScope());
            return map;
        }
    }

    /// <summary>Blocks 8 to 12.</summary>
    /// <param name="taps">Receives the last map of stride 16, in the caller's scope.</param>
    /// <returns>N x 1024 x H/32 x W/32.</returns>
    public Tensor Middle(Tensor x, IList<Tensor>? taps = null)
    {
        using var scope = NewDisposeScope();
        var last = Run(7, 11, x);
        taps?.Add(last.MoveToOuterDisposeScope());
        return blocks[11].forward(last).MoveToOuterDisposeScope();
    }

    /// <returns>N x 2048 x H/32 x W/32.</returns>
    public Tensor Exit(Tensor x)
    {
        using var scope = NewDisposeScope();
        var y = bn3.forward(conv3.forward(x)).relu_();
        return bn4.forward(conv4.forward(y)).relu_().MoveToOuterDisposeScope();
    }

    /// <summary>The last map of each of the strides 2, 4, 8, 16, 32, and the mean of the last: N x 2048, float32; in the caller's
    /// scope.</summary>
    public List<Tensor> Taps(Tensor images)
    {
        var taps = new List<Tensor>();
        taps.Add(Run(images, taps));
        taps.Add(taps[^1].mean([2, 3], type: ScalarType.Float32));
        return taps;
    }

    public override Tensor forward(Tensor images) => Run(images, null);

    private Tensor Run(Tensor images, IList<Tensor>? taps)
    {
        using var entry = Entry(images, taps);
        using var middle = Middle(entry, taps);
        return Exit(middle);
    }

    private Tensor Run(int start, int end, Tensor x) => blocks[start..end].Aggregate(x, static (map, block) => block.forward(map));
}
