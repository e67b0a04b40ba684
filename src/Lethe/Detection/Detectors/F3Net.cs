using Lethe.Data;
using Lethe.Detection.Detectors.F3;
using Lethe.Models;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Lethe.Detection.Detectors;

/// <summary>
/// F3-Net (Qian et al., ECCV 2020, arXiv 2007.09355): one Xception reads the image cut into bands of frequency, another the strength of the
/// frequencies around every place, and two blocks of cross-attention mix them. Built for images of one side.
/// </summary>
/// <remarks>Taps: those of the stream of bands, and at the end the features of both.</remarks>
internal sealed class F3Net : Detector
{
    private readonly FrequencyDecomposition fad_head;
    private readonly LocalFrequencyStatistics lfs_head;
    private readonly XceptionFeatures fad_xcep,
        lfs_xcep;
    private readonly MixBlock mix7,
        mix12;
    private readonly Drop dp;
    private readonly Linear fc;

    public F3Net(ModelSpec spec)
        : base(spec, Normalization.Half)
    {
        fad_head = FrequencyDecomposition.For(spec);
        // Three halvings after the stems, which end at (S - 3) / 2 - 1 and at T - 4 pixels.
        var (fadSide, lfsSide) = (Halved((spec.Side - 3) / 2 - 1), Halved(LocalFrequencyStatistics.MapSide(spec.Side) - 4));
        if (fadSide != lfsSide)
        {
            throw LetheException.Usage(
                $"The two streams of {spec.Architecture} have maps of {fadSide} and {lfsSide} pixels a side at images of "
                    + $"{spec.Side} and cannot be mixed. Sides that work: 64, 96, 128, 224, 256, 299."
            );
        }
        lfs_head = new();
        fad_xcep = new(spec, channels: 12, stride: 2);
        lfs_xcep = new(spec, channels: LocalFrequencyStatistics.Bands, stride: 1);
        (mix7, mix12) = (new(fad_xcep.MiddleChannels), new(fad_xcep.ExitChannels));
        dp = new(0.2);
        fc = Linear(2 * fad_xcep.Channels, spec.Classes);
        RegisterComponents();

        static int Halved(int side) => (side + 7) / 8;
    }

    public override Linear Head => fc;

    public override DetectorOutput Look(Tensor images)
    {
        RequireSide(Spec.Side, images);
        using var scope = NewDisposeScope();
        var levels = new List<Tensor>();
        var (fad, lfs) = mix7.forward(fad_xcep.Entry(fad_head.forward(images), levels), lfs_xcep.Entry(lfs_head.forward(images)));
        (fad, lfs) = mix12.forward(fad_xcep.Middle(fad, levels), lfs_xcep.Middle(lfs));
        (fad, lfs) = (fad_xcep.Exit(fad), lfs_xcep.Exit(lfs));
        var features = cat([fad.mean([2, 3], type: ScalarType.Float32), lfs.mean([2, 3], type: ScalarType.Float32)], 1);
        return new DetectorOutput([.. levels, fad, features], features, fc.forward(dp.forward(features))).MoveToOuterDisposeScope();
    }
}
