using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Lethe.Models;

/// <summary>VGG16 with batch normalisation for 32x32 images: thirteen convolutions, five poolings down to 1x1, one linear layer.</summary>
internal sealed class Vgg16 : Classifier
{
    private readonly Sequential features;
    private readonly Linear classifier;
    private readonly List<Range> blocks = []; // of the features' layers

    public Vgg16(ModelSpec spec)
        : base(spec.Architecture, spec)
    {
        features = Sequential();
        var (channels, index) = (spec.Channels, 0);
        foreach (var (width, repeats) in ((int, int)[])[(64, 2), (128, 2), (256, 3), (512, 3), (512, 3)])
        {
            var first = index;
            for (var i = 0; i < repeats; i++)
            {
                features.append($"{index++}", new Conv(channels, spec.Scale(width), 3, 1, 1, withBias: true));
                channels = spec.Scale(width);
                features.append($"{index++}", BatchNorm2d(channels));
                features.append($"{index++}", ReLU(inplace: true));
            }
            features.append($"{index++}", MaxPool2d(2));
            blocks.Add(first..index);
        }
        classifier = Linear(channels, spec.Classes);
        RegisterComponents();
    }

    public override Linear Head => classifier;

    public override IReadOnlyList<string> LastBlock { get; } = [.. Enumerable.Range(34, 9).Select(static i => $"features.{i}.")];

    public override IReadOnlyList<string> Stages => [.. blocks.Select(static block => $"features.{block.Start}")];

    public override Tensor Stage(int stage, Tensor input)
    {
        using var scope = NewDisposeScope();
        var layers = features.children().Take(blocks[stage]).Cast<Module<Tensor, Tensor>>();
        return layers.Aggregate(input, static (x, layer) => layer.forward(x)).MoveToOuterDisposeScope();
    }

    public override Tensor Features(Tensor images)
    {
        using var x = features.forward(images);
        return x.OverPixels();
    }
}
