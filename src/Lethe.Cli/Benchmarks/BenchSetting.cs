using Lethe.Data;
using Lethe.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Cli.Benchmarks;

/// <summary>What the benchmarks share: the embedded images on the device, its fastest precision, a clock.</summary>
internal sealed class BenchSetting : IDisposable
{
    public const int ForgetClass = 8;

    public BenchSetting(string device, CancellationToken cancellation)
    {
        Device = Devices.Parse(device);
        Precision = Precisions.Fastest(Device);
        Timing = new(Device, cancellation);
        Cancellation = cancellation;
        using var loaded = DatasetCatalog.Load(FashionMnist.SampleName);
        Data = loaded.To(Device);
    }

    public Device Device { get; }

    public Precision Precision { get; }

    public Timing Timing { get; }

    public CancellationToken Cancellation { get; }

    public DatasetPair Data { get; }

    /// <summary>A fresh ResNet18, the same at every call.</summary>
    public Classifier ResNet18(double width = 1)
    {
        manual_seed(0);
        var model = ModelCatalog.Create(new("resnet18", Data.Classes, width));
        model.to(Device);
        return model;
    }

    public void Dispose() => Data.Dispose();
}
