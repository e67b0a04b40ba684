using Lethe.Runtime;

namespace Lethe.Models;

/// <summary>The networks of the kit: one line each.</summary>
public static class ModelCatalog
{
    private static readonly SortedDictionary<string, Func<ModelSpec, Classifier>> Builders = new(StringComparer.Ordinal)
    {
        ["vgg16"] = static spec => new Vgg16(spec),
        ["resnet18"] = static spec => new ResNet(spec, [2, 2, 2, 2], deep: false),
        ["resnet50"] = static spec => new ResNet(spec, [3, 4, 6, 3], deep: true),
        ["vit"] = static spec => new VisionTransformer(spec),
    };

    /// <summary>In the order of the slides.</summary>
    public static IReadOnlyList<string> Names { get; } = ["vgg16", "resnet18", "resnet50", "vit"];

    /// <summary>A freshly initialised network on the CPU; its weights come from torch's global generator.</summary>
    /// <exception cref="LetheException">No such architecture, or a size that makes no network (<see cref="ExitCode.Usage"/>).</exception>
    public static Classifier Create(ModelSpec spec)
    {
        if (!Builders.TryGetValue(spec.Architecture, out var build))
        {
            throw LetheException.Usage($"There is no model '{spec.Architecture}'. Known: {string.Join(", ", Names)}.");
        }
        if (!(spec.Width is > 0 and <= 8) || spec.Classes < 1 || spec.Channels < 1)
        {
            throw LetheException.Usage(FormattableString.Invariant(
                $"No {spec.Architecture} of width {spec.Width} with {spec.Classes} classes and {spec.Channels} channels can be built: the width lies above 0 and up to 8, the others are at least 1."));
        }
        var model = build(spec);
        model.Outlive();
        return model;
    }
}
