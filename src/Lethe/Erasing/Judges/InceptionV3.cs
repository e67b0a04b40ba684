using Lethe.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Lethe.Erasing.Judges;

/// <summary>
/// Inception-v3 as the graph of 2015-12-05 has it, by which FID and KID are defined: not torchvision's, from which it differs in its
/// poolings (<see cref="InceptionPool"/>), in Mixed_7c and in 1,008
/// classes. Parameters have the names of pytorch-fid's weight file, 23,850,960 of them, 21,785,568 without the classifier.
/// </summary>
internal sealed class InceptionV3 : Module<Tensor, Tensor>
{
    /// <summary>Pixels a side of its pictures.</summary>
    public const int Side = 299;

    /// <summary>Numbers it says of a picture.</summary>
    public const int Features = 2048;

    private const int Classes = 1008;

    private readonly InceptionConv Conv2d_1a_3x3,
        Conv2d_2a_3x3,
        Conv2d_2b_3x3,
        Conv2d_3b_1x1,
        Conv2d_4a_3x3;
    private readonly InceptionA Mixed_5b,
        Mixed_5c,
        Mixed_5d;
    private readonly InceptionB Mixed_6a;
    private readonly InceptionC Mixed_6b,
        Mixed_6c,
        Mixed_6d,
        Mixed_6e;
    private readonly InceptionD Mixed_7a;
    private readonly InceptionE Mixed_7b,
        Mixed_7c;
    private readonly Linear fc;

    public InceptionV3()
        : base(nameof(InceptionV3))
    {
        Conv2d_1a_3x3 = new(3, 32, 3, stride: 2);
        Conv2d_2a_3x3 = new(32, 32, 3);
        Conv2d_2b_3x3 = new(32, 64, 3, padding: 1);
        Conv2d_3b_1x1 = new(64, 80, 1);
        Conv2d_4a_3x3 = new(80, 192, 3);
        (Mixed_5b, Mixed_5c, Mixed_5d) = (new(192, 32), new(256, 64), new(288, 64));
        Mixed_6a = new(288);
        (Mixed_6b, Mixed_6c, Mixed_6d, Mixed_6e) = (new(768, 128), new(768, 160), new(768, 160), new(768, 192));
        Mixed_7a = new(768);
        (Mixed_7b, Mixed_7c) = (new(1280, takesLargest: false), new(2048, takesLargest: true));
        fc = Linear(Features, Classes);
        RegisterComponents();
        this.Outlive();
        Stages =
        [
            ("1a", Conv2d_1a_3x3.forward),
            ("2a", Conv2d_2a_3x3.forward),
            ("2b", Conv2d_2b_3x3.forward),
            ("pool 1", InceptionPool.Half),
            ("3b", Conv2d_3b_1x1.forward),
            ("4a", Conv2d_4a_3x3.forward),
            ("pool 2", InceptionPool.Half),
            ("5b", Mixed_5b.forward),
            ("5c", Mixed_5c.forward),
            ("5d", Mixed_5d.forward),
            ("6a", Mixed_6a.forward),
            ("6b", Mixed_6b.forward),
            ("6c", Mixed_6c.forward),
            ("6d", Mixed_6d.forward),
            ("6e", Mixed_6e.forward),
            ("7a", Mixed_7a.forward),
            ("7b", Mixed_7b.forward),
            ("7c", Mixed_7c.forward),
        ];
    }

    /// <summary>What a picture goes through, in order, each from map to map.</summary>
    internal IReadOnlyList<(string Name, Func<Tensor, Tensor> Forward)> Stages { get; }

    /// <summary>The means of the last maps, "pool3".</summary>
    /// <param name="x">N x 3 x 299 x 299 in -1 to 1.</param>
    /// <returns>N x 2048, float32.</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var map = x;
        foreach (var (_, stage) in Stages)
        {
            var next = stage(map);
            if (!ReferenceEquals(map, x))
            {
                map.Dispose(); // the largest of a batch of 32 has 177 MB
            }
            map = next;
        }
        return map.mean([2, 3], type: ScalarType.Float32).MoveToOuterDisposeScope();
    }

    /// <summary>Of features: N x 1008, the classes of the graph, not those of ImageNet's usual order.</summary>
    public Tensor Logits(Tensor features) => fc.forward(features);
}
