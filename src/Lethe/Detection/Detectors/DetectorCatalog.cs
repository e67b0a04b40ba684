using Lethe.Models;
using Lethe.Runtime;

namespace Lethe.Detection.Detectors;

/// <summary>The detectors of the kit: one line each.</summary>
public static class DetectorCatalog
{
    public static Catalog<Architecture<Detector>> All { get; } =
        new(
            "detector",
            [
                new("tiny", "Tiny CNN", static spec => new TinyDetector(spec)) { Width = static profile => profile.Of(0.5, 1, 1, 1) },
                Wide("efficientnet-b0", "EfficientNet-B0", static spec => new EfficientNet(spec, EfficientNetConfig.B0)),
                Wide(
                    "efficientnet-b0-tf",
                    "EfficientNet-B0 (TensorFlow)",
                    static spec => new EfficientNet(spec, EfficientNetConfig.B0 with { Convention = Convention.TensorFlow })
                ),
                Wide("efficientnet-b1", "EfficientNet-B1", static spec => new EfficientNet(spec, EfficientNetConfig.B1)),
                Wide(
                    "efficientnet-b1-tf",
                    "EfficientNet-B1 (TensorFlow)",
                    static spec => new EfficientNet(spec, EfficientNetConfig.B1 with { Convention = Convention.TensorFlow })
                ),
                Wide("efficientnet-b4", "EfficientNet-B4", static spec => new EfficientNet(spec, EfficientNetConfig.B4)),
                Wide(
                    "efficientnet-b4-tf",
                    "EfficientNet-B4 (TensorFlow)",
                    static spec => new EfficientNet(spec, EfficientNetConfig.B4 with { Convention = Convention.TensorFlow })
                ),
                Wide("resnet50", "ResNet50", static spec => new ResNet50(spec)),
                new("mesonet4", "MesoNet-4", static spec => new MesoNet(spec, inception: false)) { Width = static _ => 1 },
                new("mesoinception4", "MesoInception-4", static spec => new MesoNet(spec, inception: true)) { Width = static _ => 1 },
                Wide("xception", "Xception (Rössler et al.)", static spec => new Xception(spec)),
                Wide("f3net", "F3-Net", static spec => new F3Net(spec)),
                Wide("f3net-fad", "F3-Net (bands)", static spec => new F3NetBands(spec)),
                Wide("mat", "MAT", static spec => new MultiAttention(spec)),
                Wide("bznet-stand-in", "BZNet (stand-in)", static spec => new BznetStandIn(spec)),
            ]
        );

    public static IReadOnlyList<string> Names => All.Names;

    // The published networks are an eighth as wide where minutes count.
    private static Architecture<Detector> Wide(string name, string title, Func<ModelSpec, Detector> build) =>
        new(name, title, build) { Width = static profile => profile.Of(0.125, 0.125, 1, 1) };

    /// <summary>A freshly initialised detector on the CPU; its weights come from torch's global generator.</summary>
    /// <exception cref="LetheException">No such architecture, or a size that makes no network (<see cref="ExitCode.Usage"/>).</exception>
    public static Detector Create(ModelSpec spec)
    {
        var architecture = All.Get(spec.Architecture);
        if (spec.Classes != 2 || spec.Channels != 3 || !(spec.Width is > 0 and <= 8))
        {
            throw LetheException.Usage(
                FormattableString.Invariant($"A detector has 2 classes, 3 channels and a width above 0 and up to 8, not {spec.Classes}, ")
                    + FormattableString.Invariant($"{spec.Channels} and {spec.Width}.")
            );
        }
        var detector = architecture.Build(spec);
        // A network lives until it is disposed, not until the caller's scope ends.
        foreach (var tensor in detector.parameters().Concat(detector.buffers()))
        {
            tensor.DetachFromDisposeScope();
        }
        return detector;
    }
}
