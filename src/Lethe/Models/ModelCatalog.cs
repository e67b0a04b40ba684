namespace Lethe.Models;

/// <summary>The networks of the kit: one line each.</summary>
public static class ModelCatalog
{
    /// <summary>In the slides' order.</summary>
    public static Catalog<Architecture<Classifier>> All { get; } =
        new(
            "model",
            [
                new("vgg16", "VGG16", static spec => new Vgg16(spec)),
                new("resnet18", "ResNet18", static spec => new ResNet(spec, [2, 2, 2, 2], deep: false)),
                new("resnet50", "ResNet50", static spec => new ResNet(spec, [3, 4, 6, 3], deep: true))
                {
                    Width = static profile => profile.Of(0.125, 0.125, 1, 1),
                    Epochs = static profile => profile.Of(1, 2, 5, 200),
                },
                new("vit", "ViT", static spec => new VisionTransformer(spec))
                {
                    Width = static profile => profile.Of(0.125, 0.125, 1, 1),
                    Epochs = static profile => profile.Of(1, 3, 20, 200),
                    // Adam 1e-4 at full size, as in the public recipe for this very net (kentaroy47/vision-transformers-cifar10).
                    UsesAdam = true,
                    LearningRate = static profile => profile.Of(1e-3, 2e-3, 1e-3, 1e-4),
                    WeightDecay = 0,
                },
                new(
                    "resnet18-imagenet",
                    "ResNet18 (ImageNet)",
                    static spec => new ResNet(spec, [2, 2, 2, 3], deep: false, photographs: true)
                )
                {
                    StandsFor = "resnet18",
                    IsInPaper = false,
                    Pretrained = "imagenet-resnet18",
                    Side = 128,
                    Width = static _ => 1,
                    Epochs = static profile => profile.Of(1, 4, 8, 30),
                    LearningRate = static _ => 0.01,
                },
            ]
        );

    public static IReadOnlyList<string> Names => All.Names;

    /// <summary>Those of the paper's tables.</summary>
    public static IReadOnlyList<string> PaperNames =>
        [.. All.Where(static network => network.IsInPaper).Select(static network => network.Name)];

    /// <summary>A freshly initialised network on the CPU; its weights come from torch's global generator.</summary>
    /// <exception cref="LetheException">No such architecture, or a size that makes no network (<see cref="ExitCode.Usage"/>).</exception>
    public static Classifier Create(ModelSpec spec)
    {
        var architecture = All.Get(spec.Architecture);
        TorchRuntime.Load();
        if (!(spec.Width is > 0 and <= 8) || spec.Classes < 1 || spec.Channels < 1)
        {
            throw LetheException.Usage(
                FormattableString.Invariant(
                    $"No {spec.Architecture} of width {spec.Width} with {spec.Classes} classes and {spec.Channels} channels "
                ) + FormattableString.Invariant($"can be built: the width lies above 0 and up to 8, the others are at least 1.")
            );
        }
        var model = architecture.Build(spec);
        model.Outlive();
        return model;
    }
}
