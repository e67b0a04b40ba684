using Lethe.Data;
using Lethe.Models;
using Lethe.Runtime;
using Lethe.Training;
using Lethe.Training.Onnx;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Training;

public sealed class ImageNetResNetTests : IDisposable
{
    private readonly Lethe.Tests.Data.TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    [Trait("Speed", "slow")]
    public async Task The_features_of_the_package_are_those_of_ONNX_Runtime()
    {
        var options = new DataOptions { Cache = folder["data"] };
        var at = await Restored(options);
        var pixels = new float[3 * 224 * 224];
        var random = RandomStream.For(0, "pixels");
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = random.Next(256);
        }
        using var before = new InferenceSession(Path.Combine(at, "ResNetPreprocess.onnx"));
        using var network = new InferenceSession(Path.Combine(at, "ResNet18.onnx"));
        using var centred = Run(before, new DenseTensor<float>(pixels, [1, 3, 224, 224]));
        using var wanted = Run(network, centred[0].AsTensor<float>());

        using var model = ModelCatalog.Create(new("resnet18-imagenet", 10));
        ImageNetResNet.Fill(model, options);
        model.eval();
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var (mean, std) = (tensor(Normalization.ImageNet.Mean).view(3, 1, 1), tensor(Normalization.ImageNet.Std).view(3, 1, 1));
        var features = model.Features(((tensor(pixels).view(1, 3, 224, 224) / 255) - mean) / std).data<float>().ToArray();
        Assert.Equal(512, features.Length);
        Assert.InRange(features.Max(), 1, 100);
        Assert.All(features.Zip(wanted[0].AsTensor<float>()), static pair => Assert.Equal(pair.Second, pair.First, 1e-4f));

        // Another size: the mean image is scaled with it.
        Assert.Equal([2, 512], model.Features(zeros(2, 3, 64, 64)).shape);
    }

    [Fact]
    public void Without_the_weights_it_is_said_how_to_get_them()
    {
        using var model = ModelCatalog.Create(new("resnet18-imagenet", 10));
        var error = Assert.Throws<LetheException>(() => ImageNetResNet.Fill(model, new() { Cache = folder["nothing"] }));
        Assert.Equal(ExitCode.NotFound, error.ExitCode);
        Assert.Contains("'lethe data get imagenet-resnet18'", error.Message, StringComparison.Ordinal);
        Assert.Contains(
            "ResNet18.onnx of the NuGet package Microsoft.ML.DnnImageFeaturizer.ResNet18 0.23.1 (sha256 e2552f19",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Another_file_of_that_name_is_not_opened()
    {
        folder.Write("data/imagenet-resnet18/ResNet18.onnx", [1]);
        folder.Write("data/imagenet-resnet18/ResNetPreprocess.onnx", [1]);
        using var model = ModelCatalog.Create(new("resnet18-imagenet", 10));
        var error = Assert.Throws<LetheException>(() => ImageNetResNet.Fill(model, new() { Cache = folder["data"] }));
        Assert.Equal(ExitCode.BadFile, error.ExitCode);
        Assert.Contains("is not the file that data-manifests/imagenet-resnet18.json describes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_that_is_not_as_wide_or_another_one_is_refused()
    {
        using var narrow = ModelCatalog.Create(new("resnet18-imagenet", 10, 0.25));
        Assert.Equal(ExitCode.Usage, Assert.Throws<LetheException>(() => ImageNetResNet.Fill(narrow)).ExitCode);
        using var wide = ModelCatalog.Create(new("resnet18-imagenet", 10));
        var nothing = new OnnxFile([], new Dictionary<string, OnnxFile.Weight>());
        var error = Assert.Throws<LetheException>(() => ImageNetResNet.Fill(wide, nothing, nothing, "x.onnx"));
        Assert.Contains("it has 0 convolutions and 0 normalisations, not 22", error.Message, StringComparison.Ordinal);
    }

    private static IDisposableReadOnlyCollection<DisposableNamedOnnxValue> Run(InferenceSession session, Tensor<float> input) =>
        session.Run([NamedOnnxValue.CreateFromTensor(session.InputMetadata.Keys.Single(), input)]);

    private static async Task<string> Restored(DataOptions options)
    {
        try
        {
            return await new DataStore(options).GetAsync(ImageNetResNet.ManifestName, cancel: TestContext.Current.CancellationToken);
        }
        catch (LetheException error) when (error.ExitCode == ExitCode.NotFound)
        {
            Need.Other(false, "a package source with the ImageNet weights", error.Message);
            throw;
        }
    }
}
