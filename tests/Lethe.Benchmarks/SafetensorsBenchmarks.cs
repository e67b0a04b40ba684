using BenchmarkDotNet.Attributes;
using Lethe.Models;
using Lethe.Training;
using static TorchSharp.torch;

namespace Lethe.Benchmarks;

/// <summary>A full-width ResNet18 (45 MB) to a file and back.</summary>
public class SafetensorsBenchmarks
{
    private readonly string path = Path.Combine(Path.GetTempPath(), $"lethe-bench-{Environment.ProcessId}.safetensors");
    private Classifier model = null!;

    [GlobalSetup]
    public void Setup()
    {
        model = ModelCatalog.Create(new("resnet18", 10));
        ModelFile.Save(model, path);
    }

    [GlobalCleanup]
    public void Cleanup() => File.Delete(path);

    [Benchmark]
    public void Write() => ModelFile.Save(model, path);

    [Benchmark]
    public void Read()
    {
        using var scope = NewDisposeScope();
        SafetensorsFile.Read(path);
    }

    [Benchmark]
    public void Load() => ModelFile.Load(model, path);
}
