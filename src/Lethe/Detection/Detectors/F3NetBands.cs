using Lethe.Data;
using Lethe.Detection.Detectors.F3;
using Lethe.Models;
using Lethe.Runtime;
using TorchSharp.Modules;
using static TorchSharp.torch;
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

    /// <exception cref="LetheException">No side (<see cref="ExitCode.Usage"/>).</exception>
    public F3NetBands(ModelSpec spec)
        : base(spec.Architecture, spec)
    {
        FrequencyImages.RequireSide(spec);
        fad_head = new(spec.Side);
        fad_xcep = new(spec, channels: 12);
        dp = new(0.2);
        fc = Linear(fad_xcep.Channels, spec.Classes);
        RegisterComponents();
    }

    public override Normalization Normalization => Normalization.Half;

    public override Linear Head => fc;

    public override DetectorOutput Look(Tensor images)
    {
        FrequencyImages.RequireSide(Spec, images);
        using var scope = NewDisposeScope();
        var levels = new List<Tensor>();
        var last = fad_xcep.Exit(fad_xcep.Middle(fad_xcep.Entry(fad_head.forward(images), levels), levels));
        var features = last.mean([2, 3], type: ScalarType.Float32);
        levels.AddRange([last, features]);
        return new(
            [.. levels.Select(static level => level.MoveToOuterDisposeScope())],
            features,
            fc.forward(dp.forward(features)).MoveToOuterDisposeScope()
        );
    }
}
