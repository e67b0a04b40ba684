using Lethe.Data;
using Lethe.Models;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Lethe.Detection.Detectors;

/// <summary>
/// Meso-4 and MesoInception-4 (Afchar et al. 2018, arXiv 1809.00888), as their authors wrote them: one output z whose sigmoid is the
/// probability of a real face, so the logits here are (z, 0). Taps: the four pooled stages (strides 2, 4, 8, 32), the flattened map, and
/// the 16 features.
/// </summary>
internal sealed class MesoNet : Detector
{
    private const int PublishedSide = 256,
        Stride = 32;

    private readonly Module<Tensor, Tensor>[] stages;
    private readonly BatchNorm2d[] norms;
    private readonly int[] pools = [2, 2, 2, 4];
    private readonly Drop dropout;
    private readonly Linear fc1,
        fc2;
    private readonly int side;

    /// <param name="spec">Its side is that of the images: a multiple of 32, or 0 for the published 256.</param>
    public MesoNet(ModelSpec spec, bool inception)
        : base(spec, Normalization.None)
    {
        side = spec.Side == 0 ? PublishedSide : spec.Side;
        if (side < Stride || side % Stride != 0)
        {
            throw LetheException.Usage($"A {spec.Architecture} takes images whose side is a multiple of {Stride}, not {side}.");
        }
        var (narrow, wide) = (spec.Scale(8), spec.Scale(16));
        int[] first = [.. new[] { 1, 4, 4, 2 }.Select(Branch)],
            second = [.. new[] { 2, 4, 4, 2 }.Select(Branch)];
        int[] widths = inception ? [first.Sum(), second.Sum(), wide, wide] : [narrow, narrow, wide, wide];
        stages =
        [
            inception ? new MesoInception(spec.Channels, first) : Same(spec.Channels, widths[0], 3),
            inception ? new MesoInception(widths[0], second) : Same(widths[0], widths[1], 5),
            Same(widths[1], widths[2], 5),
            Same(widths[2], widths[3], 5),
        ];
        norms = [.. widths.Select(static width => BatchNorm2d(width, 1e-3, 0.01))]; // as Keras has it
        dropout = new(0.5);
        fc1 = Linear(wide * (side / Stride) * (side / Stride), wide);
        fc2 = Linear(wide, 1);
        for (var i = 0; i < stages.Length; i++)
        {
            register_module($"conv{i + 1}", stages[i]);
            register_module($"bn{i + 1}", norms[i]);
        }
        register_module(nameof(dropout), dropout);
        register_module(nameof(fc1), fc1);
        register_module(nameof(fc2), fc2);

        int Branch(int full) => Math.Max(1, (int)Math.Round(full * spec.Width));
        static Conv Same(int input, int output, int kernel) => new(input, output, kernel, 1, kernel / 2, withBias: true);
    }

    public override Linear Head => fc2;

    public override DetectorOutput Look(Tensor images)
    {
        RequireSide(side, images);
        using var scope = NewDisposeScope();
        var (levels, x) = (new List<Tensor>(), images);
        for (var i = 0; i < stages.Length; i++)
        {
            x = norms[i].forward(stages[i].forward(x).relu());
            levels.Add(x = functional.max_pool2d(x, pools[i]));
        }
        // Rows x columns x channels, the order of Keras and of these maps in memory.
        var flat = x.permute(0, 2, 3, 1).flatten(1).to(ScalarType.Float32);
        var features = functional.leaky_relu(fc1.forward(dropout.forward(flat)), 0.1);
        var z = fc2.forward(dropout.forward(features));
        return new DetectorOutput([.. levels, flat, features], features, cat([z, zeros_like(z)], 1)).MoveToOuterDisposeScope();
    }
}
