using Lethe.Data;
using Lethe.Detection.Detectors.F3;
using Lethe.Models;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Lethe.Detection.Detectors;

/// <summary>F3-Net's stream of frequency bands alone, which is what the usual benchmark trains under its name. Built for images of one
/// side.</summary>
internal sealed class F3NetBands : Detector
{
    private readonly FrequencyDecomposition fad_head;
    private readonly XceptionFeatures fad_xcep;
    private readonly Drop dp;
    private readonly Linear fc;

    public F3NetBands(ModelSpec spec)
        : base(spec, Normalization.Half)
    {
        fad_head = FrequencyDecomposition.For(spec);
        fad_xcep = new(spec, channels: 12);
        dp = new(0.2);
        fc = Linear(fad_xcep.Channels, spec.Classes);
        RegisterComponents();
    }

    public override Linear Head => fc;

    public override DetectorOutput Look(Tensor images)
    {
        RequireSide(Spec.Side, images);
        using var scope = NewDisposeScope();
        var taps = fad_xcep.Taps(fad_head.forward(images));
        return new DetectorOutput(taps, taps[^1], fc.forward(dp.forward(taps[^1]))).MoveToOuterDisposeScope();
    }
}
