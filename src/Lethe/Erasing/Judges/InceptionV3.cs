using Lethe.Models;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Lethe.Erasing.Judges;

/// <summary>
/// Inception-v3 as the graph of 2015-12-05 has it, by which FID and KID are defined: not torchvision's, from which it differs in its
/// poolings, in Mixed_7c (see <see cref="InceptionBlock"/>) and in 1,008 classes. Parameters have the names of pytorch-fid's weight file,
/// 23,850,960 of them, 21,785,568 without the classifier.
/// </summary>
internal sealed class InceptionV3 : Module<Tensor, Tensor>
{
    public const int Side = 299;

    public const int Features = 2048;

    private const int Classes = 1008;

    private readonly Linear fc = Linear(Features, Classes);

    public InceptionV3()
        : base(nameof(InceptionV3))
    {
        (string Name, Module<Tensor, Tensor>? Layer)[] layers =
        [
            ("Conv2d_1a_3x3", new InceptionConv(3, 32, 3, stride: 2)),
            ("Conv2d_2a_3x3", new InceptionConv(32, 32, 3)),
            ("Conv2d_2b_3x3", new InceptionConv(32, 64, 3, padding: 1)),
            ("pool 1", null),
            ("Conv2d_3b_1x1", new InceptionConv(64, 80, 1)),
            ("Conv2d_4a_3x3", new InceptionConv(80, 192, 3)),
            ("pool 2", null),
            ("Mixed_5b", InceptionBlock.A(192, 32)),
            ("Mixed_5c", InceptionBlock.A(256, 64)),
            ("Mixed_5d", InceptionBlock.A(288, 64)),
            ("Mixed_6a", InceptionBlock.B(288)),
            ("Mixed_6b", InceptionBlock.C(768, 128)),
            ("Mixed_6c", InceptionBlock.C(768, 160)),
            ("Mixed_6d", InceptionBlock.C(768, 160)),
            ("Mixed_6e", InceptionBlock.C(768, 192)),
            ("Mixed_7a", InceptionBlock.D(768)),
            ("Mixed_7b", InceptionBlock.E(1280, InceptionBlock.Average)),
            ("Mixed_7c", InceptionBlock.E(2048, InceptionBlock.Largest)),
        ];
        foreach (var (name, layer) in layers)
        {
            if (layer is not null)
            {
                register_module(name, layer);
            }
        }
        register_module("fc", fc);
        this.Outlive();
        Stages =
        [
            .. layers.Select(static stage =>
                (stage.Name, stage.Layer is { } layer ? layer.forward : (Func<Tensor, Tensor>)InceptionBlock.Half)
            ),
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
    internal Tensor Logits(Tensor features) => fc.forward(features);
}
