using Lethe.Erasing;
using Lethe.Erasing.Diffusion;
using Lethe.Runtime;
using Lethe.Tests.Training;
using Lethe.Training;
using static TorchSharp.torch;

namespace Lethe.Tests.Erasing;

public sealed class DeltaTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly DiffusionModel model = TinyDiffusion.Create();

    public void Dispose()
    {
        model.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void It_holds_only_what_was_changed_and_adds_it_bit_for_bit()
    {
        using var erased = Changed(0.01);
        Delta.Save(model.UNet, erased, File("d"), new Dictionary<string, string> { ["concept"] = "cat" });
        using var scope = NewDisposeScope();
        var (tensors, metadata) = SafetensorsFile.Read(File("d"));
        Assert.Equal("cat", metadata["concept"]);
        Assert.Equal(
            ParameterGroup.PromptAttention.Of(model.UNet).Keys.Order(StringComparer.Ordinal),
            tensors.Keys.Order(StringComparer.Ordinal)
        );

        using var first = model.UNet.Copy();
        using var second = model.UNet.Copy();
        Assert.Equal("cat", Delta.Apply(first, File("d"))["concept"]);
        Delta.Apply(second, File("d"));
        foreach (
            var ((name, own), (_, other), (_, trained)) in first
                .named_parameters()
                .Zip(second.named_parameters(), erased.named_parameters())
        )
        {
            Assert.True(own.eq(other).all().item<bool>(), name);
            Assert.True((own - trained).abs().max().item<float>() < 1e-7, name); // the sum is rounded
        }
    }

    [Fact]
    public void An_empty_one_leaves_every_bit_as_it_is()
    {
        using var same = model.UNet.Copy();
        Delta.Save(model.UNet, same, File("d"));
        Delta.Apply(same, File("d"));
        Assert.All(
            same.parameters().Zip(model.UNet.parameters()),
            static pair => Assert.True(pair.First.eq(pair.Second).all().item<bool>())
        );
    }

    [Fact]
    public void To_other_weights_it_is_added_only_if_that_is_wanted()
    {
        using var erased = Changed(0.01);
        Delta.Save(model.UNet, erased, File("d"));
        using var other = Changed(0.5);
        using var before = other.Copy();
        var error = Assert.Throws<LetheException>(() => Delta.Apply(other, File("d")));
        Assert.Equal(ExitCode.BadFile, error.ExitCode);
        Assert.Contains("other weights", error.Message, StringComparison.Ordinal);
        Assert.All(other.parameters().Zip(before.parameters()), static pair => Assert.True(pair.First.eq(pair.Second).all().item<bool>()));
        Delta.Apply(other, File("d"), anyBase: true);
        Assert.Contains(other.parameters().Zip(before.parameters()), static pair => !pair.First.eq(pair.Second).all().item<bool>());
    }

    [Fact]
    public void What_is_no_delta_of_this_network_is_refused()
    {
        using var scope = NewDisposeScope();
        SafetensorsFile.Write(File("other"), [KeyValuePair.Create("weight", zeros(2))]);
        Assert.Contains(
            "not what 'lethe erase' writes",
            Assert.Throws<LetheException>(() => Delta.Apply(model.UNet, File("other"))).Message,
            StringComparison.Ordinal
        );
        SafetensorsFile.Write(
            File("foreign"),
            [KeyValuePair.Create("weight", zeros(2))],
            new Dictionary<string, string> { ["format"] = "lethe-delta/1" }
        );
        Assert.Contains(
            "of another network",
            Assert.Throws<LetheException>(() => Delta.Apply(model.UNet, File("foreign"))).Message,
            StringComparison.Ordinal
        );
    }

    private string File(string name) => folder.File($"{name}.safetensors");

    private UNet2DCondition Changed(double by)
    {
        var copy = model.UNet.Copy();
        using var noGrad = no_grad();
        foreach (var weight in ParameterGroup.PromptAttention.Of(copy).Values)
        {
            using var scope = NewDisposeScope();
            weight.add_(by * randn_like(weight));
        }
        return copy;
    }
}
