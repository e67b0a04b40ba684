using Lethe.Models;
using Lethe.Runtime;

namespace Lethe.Detection.Detectors;

/// <summary>The detectors of the kit: one line each.</summary>
public static class DetectorCatalog
{
    private static readonly (string Name, Func<ModelSpec, Detector> Build)[] Known =
    [
        ("tiny", static spec => new TinyDetector(spec)),
        ("efficientnet-b0", static spec => new EfficientNet(spec, EfficientNetConfig.B0)),
        ("efficientnet-b0-tf", static spec => new EfficientNet(spec, EfficientNetConfig.B0 with { Convention = Convention.TensorFlow })),
        ("efficientnet-b1", static spec => new EfficientNet(spec, EfficientNetConfig.B1)),
        ("efficientnet-b1-tf", static spec => new EfficientNet(spec, EfficientNetConfig.B1 with { Convention = Convention.TensorFlow })),
        ("efficientnet-b4", static spec => new EfficientNet(spec, EfficientNetConfig.B4)),
        ("efficientnet-b4-tf", static spec => new EfficientNet(spec, EfficientNetConfig.B4 with { Convention = Convention.TensorFlow })),
        ("resnet50", static spec => new ResNet50(spec)),
        ("mesonet4", static spec => new MesoNet(spec, inception: false)),
        ("mesoinception4", static spec => new MesoNet(spec, inception: true)),
        ("xception", static spec => new Xception(spec)),
        ("f3net", static spec => new F3Net(spec)),
        ("f3net-fad", static spec => new F3NetBands(spec)),
        ("mat", static spec => new MultiAttention(spec)),
        ("bznet-stand-in", static spec => new BznetStandIn(spec)),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. Known.Select(static known => known.Name)];

    /// <summary>A freshly initialised detector on the CPU; its weights come from torch's global generator.</summary>
    /// <exception cref="LetheException">No such architecture, or a size that makes no network (<see cref="ExitCode.Usage"/>).</exception>
    public static Detector Create(ModelSpec spec)
    {
        var build = Known.FirstOrDefault(known => known.Name == spec.Architecture).Build
            ?? throw LetheException.Usage($"There is no detector '{spec.Architecture}'. Known: {string.Join(", ", Names)}.");
        if (spec.Classes != 2 || spec.Channels != 3 || !(spec.Width is > 0 and <= 8))
        {
            throw LetheException.Usage(FormattableString.Invariant($"A detector has 2 classes, 3 channels and a width above 0 and up to 8, not {spec.Classes}, {spec.Channels} and {spec.Width}."));
        }
        var detector = build(spec);
        // A network lives until it is disposed, not until the caller's scope ends.
        foreach (var tensor in detector.parameters().Concat(detector.buffers()))
        {
            tensor.DetachFromDisposeScope();
        }
        return detector;
    }
}
