using Lethe.Models;

namespace Lethe.Detection.Detectors;

/// <summary>The detectors of the kit: one line each.</summary>
public static class DetectorCatalog
{
    public static Catalog<Architecture<Detector>> All { get; } =
        new(
            "detector",
            [
                new("tiny", "Tiny CNN", static spec => new TinyDetector(spec)) { Width = static profile => profile.Of(0.5, 1, 1, 1) },
                .. EfficientNets("b0", EfficientNetConfig.B0),
                .. EfficientNets("b1", EfficientNetConfig.B1),
                .. EfficientNets("b4", EfficientNetConfig.B4),
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

    private static Architecture<Detector>[] EfficientNets(string size, EfficientNetConfig config)
    {
        var (name, title) = ($"efficientnet-{size}", $"EfficientNet-{size.ToUpperInvariant()}");
        return
        [
            Wide(name, title, spec => new EfficientNet(spec, config)),
            Wide($"{name}-tf", $"{title} (TensorFlow)", spec => new EfficientNet(spec, config with { Convention = Convention.TensorFlow })),
        ];
    }

    /// <summary>A freshly initialised detector on the CPU.</summary>
    /// <exception cref="LetheException">No such architecture, or a size that makes no network.</exception>
    public static Detector Create(ModelSpec spec)
    {
        var architecture = All.Get(spec.Architecture);
        if (spec.Classes != 2 || spec.Channels != 3 || !(spec.Width is > 0 and <= 8))
        {
            var given = FormattableString.Invariant($"{spec.Classes}, {spec.Channels} and {spec.Width}");
            throw LetheException.Usage($"A detector has 2 classes, 3 channels and a width above 0 and up to 8, not {given}.");
        }
        var detector = architecture.Build(spec);
        detector.Outlive();
        return detector;
    }
}
