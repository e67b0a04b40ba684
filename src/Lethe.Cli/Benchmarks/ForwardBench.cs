using Lethe.Models;
using static TorchSharp.torch;

namespace Lethe.Cli.Benchmarks;

/// <summary>What bfloat16 gains over float32 in a forward pass of a full-width ResNet18.</summary>
internal static class ForwardBench
{
    private const int BatchSize = 128;

    public static BenchResult Precision(BenchSetting setting)
    {
        using var scope = NewDisposeScope();
        using var model = setting.ResNet18();
        model.eval();
        var rows = Enumerable.Range(0, BatchSize).Select(static i => (long)i).ToArray();
        var all = setting.Data.Train.All();
        var (narrow, wide) = (all.Read(rows, ScalarType.BFloat16).Images, all.Read(rows).Images);
        var (bfloat16, float32, ratio) = setting.Timing.Interleaved(5, () => Forward(model, narrow), () => Forward(model, wide));
        bool? met = Processor.HasBFloat16 || setting.Device.type != TorchSharp.DeviceType.CPU ? ratio >= 2 : null;
        return new(
            "float32_to_bfloat16",
            "Forward in float32 / in bfloat16, seconds (ResNet18)",
            ratio,
            "x",
            "at least 2 x where the hardware has bfloat16",
            met,
            new Dictionary<string, double>
            {
                ["float32_images_per_second"] = BatchSize / float32,
                ["bfloat16_images_per_second"] = BatchSize / bfloat16,
            }
        );
    }

    private static void Forward(Classifier model, Tensor images)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        model.forward(images);
    }
}
