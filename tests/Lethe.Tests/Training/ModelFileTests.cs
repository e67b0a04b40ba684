using Lethe.Models;
using Lethe.Runtime;
using Lethe.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Training;

public sealed class ModelFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Path => folder.File("model.safetensors");

    public void Dispose() => folder.Dispose();

    private static bool Same(Classifier a, Classifier b)
    {
        var (left, right) = (a.state_dict(), b.state_dict());
        return left.Count == right.Count && left.All(pair => pair.Value.equal(right[pair.Key]).all().item<bool>());
    }

    private LetheException Refused(Action act)
    {
        var error = Assert.Throws<LetheException>(act);
        Assert.Equal(ExitCode.BadFile, error.ExitCode);
        Assert.Contains(Path, error.Message, StringComparison.Ordinal);
        return error;
    }

    // The file with some of its tensors changed.
    private void Edit(Action<Dictionary<string, Tensor>> change, bool keepMetadata = true)
    {
        var (tensors, metadata) = SafetensorsFile.Read(Path);
        change(tensors);
        SafetensorsFile.Write(Path, tensors, keepMetadata ? metadata : null);
    }

    [Theory]
    [InlineData("vgg16")]
    [InlineData("resnet18")]
    [InlineData("resnet50")]
    [InlineData("vit")]
    public void A_network_comes_back_from_its_file(string architecture)
    {
        using var model = ToySet.Model(architecture);
        ModelFile.Save(model, Path, new Dictionary<string, string> { ["note"] = "mine" });
        using var opened = ModelFile.Open(Path);
        Assert.Equal(model.Spec, opened.Spec);
        Assert.True(Same(model, opened));
        using var other = ToySet.Model(architecture, seed: 8);
        Assert.False(Same(model, other));
        Assert.Equal("mine", ModelFile.Load(other, Path)["note"]);
        Assert.True(Same(model, other));
    }

    [Fact]
    public void The_number_of_input_channels_and_classes_comes_back()
    {
        using var model = ModelCatalog.Create(new("resnet18", 7, 0.125, Channels: 1));
        ModelFile.Save(model, Path);
        using var opened = ModelFile.Open(Path);
        Assert.Equal(model.Spec, opened.Spec);
    }

    [Fact]
    public void A_file_written_elsewhere_needs_the_name_of_its_network_and_no_batch_counters()
    {
        using var model = ModelCatalog.Create(new("resnet18", 6));
        ModelFile.Save(model, Path);
        Edit(
            static tensors =>
                tensors
                    .Keys.Where(static key => key.EndsWith("num_batches_tracked", StringComparison.Ordinal))
                    .ToList()
                    .ForEach(key => tensors.Remove(key)),
            keepMetadata: false
        );
        var error = Assert.Throws<LetheException>(() => ModelFile.Open(Path));
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        Assert.Contains("--arch", error.Message, StringComparison.Ordinal);
        using var opened = ModelFile.Open(Path, "resnet18");
        Assert.Equal(6, opened.Spec.Classes);
        Assert.True(opened.Head.weight!.equal(model.Head.weight!).all().item<bool>());
        Assert.Contains("vgg16", Refused(() => ModelFile.Open(Path, "vgg16")).Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, Assert.Throws<LetheException>(() => ModelFile.Open(Path, "lenet")).ExitCode);
    }

    [Fact]
    public void A_missing_tensor_is_named()
    {
        using var model = ToySet.Model();
        ModelFile.Save(model, Path);
        Edit(static tensors => tensors.Remove("bn1.weight"));
        Assert.Contains("bn1.weight", Refused(() => ModelFile.Load(model, Path)).Message, StringComparison.Ordinal);
        Assert.Contains("bn1.weight", Refused(() => ModelFile.Open(Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_of_another_shape_is_named_with_both_shapes()
    {
        using var model = ToySet.Model();
        ModelFile.Save(model, Path);
        Edit(static tensors => tensors["bn1.weight"] = ones(5));
        var error = Refused(() => ModelFile.Load(model, Path));
        Assert.Contains("bn1.weight", error.Message, StringComparison.Ordinal);
        Assert.Contains("[5]", error.Message, StringComparison.Ordinal);
        Assert.Contains("[8]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_too_many_is_named()
    {
        using var model = ToySet.Model();
        ModelFile.Save(model, Path);
        Edit(static tensors => tensors["stranger"] = ones(5));
        Assert.Contains("stranger", Refused(() => ModelFile.Load(model, Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_head_without_two_classes_is_refused(int rows)
    {
        using var model = ToySet.Model();
        ModelFile.Save(model, Path);
        Edit(tensors => (tensors["fc.weight"], tensors["fc.bias"]) = (ones(rows, 64), ones(rows)));
        Refused(() => ModelFile.Open(Path));
    }

    [Fact]
    public void Metadata_that_lies_about_the_size_allocates_nothing_it_claims()
    {
        SafetensorsFile.Write(
            Path,
            [new("fc.weight", ones(2, 2))],
            new Dictionary<string, string>
            {
                ["architecture"] = "resnet50",
                ["classes"] = "100000",
                ["width"] = "4",
            }
        );
        Refused(() => ModelFile.Open(Path)); // before the 3 GB head would have been made
        using var model = ToySet.Model();
        ModelFile.Save(model, Path);
        var (tensors, metadata) = SafetensorsFile.Read(Path);
        SafetensorsFile.Write(Path, tensors, new Dictionary<string, string>(metadata) { ["width"] = "0.5" });
        Refused(() => ModelFile.Open(Path));
    }

    [Fact]
    public void Another_network_a_text_a_folder_and_nothing_are_told_apart()
    {
        using var model = ToySet.Model();
        using var other = ToySet.Model("vit");
        ModelFile.Save(other, Path);
        Refused(() => ModelFile.Load(model, Path));
        File.WriteAllText(Path, "PK\u0003\u0004 this was meant to be a checkpoint");
        Refused(() => ModelFile.Load(model, Path));
        Assert.Equal(ExitCode.BadFile, Assert.Throws<LetheException>(() => ModelFile.Open(folder.Path)).ExitCode);
        Assert.Equal(ExitCode.NotFound, Assert.Throws<LetheException>(() => ModelFile.Open(folder.File("absent"))).ExitCode);
    }

    [Fact]
    public void Convolutions_stay_channels_last_after_loading()
    {
        using var model = ToySet.Model();
        ModelFile.Save(model, Path);
        using var opened = ModelFile.Open(Path);
        ModelFile.Load(model, Path);
        foreach (
            var (name, weight) in model
                .named_parameters()
                .Concat(opened.named_parameters())
                .Where(static named => named.parameter.dim() == 4)
        )
        {
            Assert.True(weight.shape[1] == 1 || weight.stride(1) == 1, name);
        }
    }
}
