using BenchmarkDotNet.Attributes;
using Lethe.Data;
using Lethe.Runtime;
using static TorchSharp.torch;

namespace Lethe.Benchmarks;

/// <summary>A batch of 128 images from the data set to the network: gather, normalise, augment.</summary>
public class ImageBenchmarks
{
    private readonly long[] rows = [.. new RandomStream(0).Permutation(10_000).Take(128)];
    private readonly RandomStream random = new(0);
    private DatasetPair data = null!;
    private ImageSubset all = null!;
    private Tensor pixels = null!;

    [Params(ScalarType.Float32, ScalarType.BFloat16)]
    public ScalarType Type { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        data = DatasetCatalog.Load(FashionMnist.SampleName);
        all = data.Train.All();
        pixels = data.Train.Images.narrow(0, 0, 128).contiguous();
    }

    [GlobalCleanup]
    public void Cleanup() => data.Dispose();

    [Benchmark]
    public void Read()
    {
        using var scope = NewDisposeScope();
        all.Read(rows, Type);
    }

    [Benchmark]
    public void ReadAugmented()
    {
        using var scope = NewDisposeScope();
        all.Read(rows, Type, Augmentation.CropFlip, random);
    }

    [Benchmark]
    public void Augment()
    {
        using var scope = NewDisposeScope();
        Augmentation.CropFlip.Apply(pixels, random);
    }
}
