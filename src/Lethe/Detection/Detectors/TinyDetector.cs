using Lethe.Models;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Lethe.Detection.Detectors;

/// <summary>
/// A detector for a laptop, in no paper: five stages of two 3x3 convolutions, each halving the map, with taps at the strides of the
/// published networks.
/// </summary>
internal sealed class TinyDetector : Detector
{
    private readonly Sequential[] stages;
    private readonly Linear fc;

    public TinyDetector(ModelSpec spec)
        : base(spec)
    {
        int[] widths = [.. new[] { 16, 24, 40, 80, 128 }.Select(spec.Scale)];
        stages = [.. widths.Select((width, i) => Stage(i == 0 ? spec.Channels : widths[i - 1], width))];
        foreach (var (i, stage) in stages.Index())
        {
            register_module($"stage{i + 1}", stage);
        }
        fc = Linear(widths[^1], spec.Classes);
        RegisterComponents();
    }

    public override Linear Head => fc;

    public override DetectorOutput Look(Tensor images)
    {
        using var scope = NewDisposeScope();
        var (levels, x) = (new List<Tensor>(), images);
        foreach (var stage in stages)
        {
            levels.Add(x = stage.forward(x));
        }
        levels.Add(x = x.mean([2, 3], type: ScalarType.Float32));
        return new DetectorOutput(levels, x, fc.forward(x)).MoveToOuterDisposeScope();
    }

    private static Sequential Stage(int input, int output) =>
        Sequential(
            ("conv1", new Conv(input, output, 3, 2, 1)),
            ("bn1", BatchNorm2d(output)),
            ("relu1", ReLU(true)),
            ("conv2", new Conv(output, output, 3, 1, 1)),
            ("bn2", BatchNorm2d(output)),
            ("relu2", ReLU(true))
        );
}
