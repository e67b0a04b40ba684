using Lethe.Runtime;
using Lethe.Tests.Training.Pickles;
using Lethe.Training;
using Lethe.Training.Pickles;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Training;

public sealed class WeightFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("fc.bias", "fc.bias")]
    [InlineData("module.fc.bias", "fc.bias")]
    [InlineData("_orig_mod.fc.bias", "fc.bias")]
    [InlineData("module._orig_mod.fc.bias", "fc.bias")]
    [InlineData("_orig_mod.module.model.fc.bias", "fc.bias")]
    [InlineData("layer1._orig_mod.0.weight", "layer1.0.weight")]
    [InlineData("layer1._checkpoint_wrapped_module._fsdp_wrapped_module.0.weight", "layer1.0.weight")]
    [InlineData("state_dict.fc.bias", "fc.bias")]
    [InlineData("text_model.module.bias", "text_model.module.bias")]
    [InlineData("model_ema.fc.bias", "model_ema.fc.bias")]
    public void Names_lose_what_wrappers_put_before_them(string name, string bare) => Assert.Equal(bare, WeightNames.Bare(name));

    [Theory]
    [InlineData("module.")]
    [InlineData("_orig_mod.")]
    [InlineData("module._orig_mod.")]
    [InlineData("model.")]
    public void A_wrapped_network_is_opened_like_a_plain_one(string wrapper)
    {
        using var model = ToySet.Model();
        ModelFile.Save(model, folder.File("plain.safetensors"));
        SafetensorsFile.Write(
            folder.File("wrapped.safetensors"),
            model.state_dict().Select(named => KeyValuePair.Create(wrapper + named.Key, named.Value)),
            SafetensorsFile.Read(folder.File("plain.safetensors")).Metadata
        );
        using var opened = ModelFile.Open(folder.File("wrapped.safetensors"));
        Assert.All(
            model.state_dict(),
            named => Assert.True(named.Value.equal(opened.state_dict()[named.Key]).all().item<bool>(), named.Key)
        );
    }

    [Fact]
    public void A_file_says_by_its_bytes_what_it_is()
    {
        using var scope = NewDisposeScope();
        var pickle = new PickleWriter()
            .Op(PickleOpcode.EMPTY_DICT)
            .Text("module.x")
            .Tensor("0", "FloatStorage", 2, 0, [2], [1])
            .Op(PickleOpcode.SETITEM)
            .End();
        foreach (
            var (name, bytes) in new[]
            {
                ("a.safetensors", PickledFile.Zip(pickle, ("0", 2, new byte[8]))),
                ("b.pth.tar", PickledFile.Legacy(pickle, ("0", 2, new byte[8]))),
                ("C.PTH", PickledFile.Zip(pickle, ("0", 2, new byte[8]))),
            }
        )
        {
            File.WriteAllBytes(folder.File(name), bytes);
            Assert.Equal(["x"], WeightFile.Read(folder.File(name)).Tensors.Keys);
            var seen = new List<string>();
            WeightFile.ReadEach(folder.File(name), (own, _) => seen.Add(own));
            Assert.Equal(["x"], seen);
        }
        SafetensorsFile.Write(folder.File("d.pth"), [new("x", ones(2))]);
        Assert.Equal(["x"], WeightFile.Read(folder.File("d.pth")).Tensors.Keys);
        Assert.All(
            (string[])["x.pth", "X.PTH", "x.pt", "x.ckpt", "x.bin", "x.pth.tar", "x.PT.TAR"],
            static name => Assert.True(PickledWeights.IsName(name), name)
        );
        Assert.All(
            (string[])["x.safetensors", "x.tar", "pth", "x.pth.zip"],
            static name => Assert.False(PickledWeights.IsName(name), name)
        );
    }

    [Fact]
    public void A_tensor_with_and_without_its_wrapper_is_one_too_many()
    {
        SafetensorsFile.Write(folder.File("x.safetensors"), [new("a", ones(1)), new("module.a", ones(1))]);
        var error = Assert.Throws<LetheException>(() => WeightFile.Read(folder.File("x.safetensors")));
        Assert.EndsWith("a tensor comes twice, a, once as module.a.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_not_found() =>
        Assert.All(
            (string[])["x.pth", "x.safetensors"],
            name => Assert.Equal(ExitCode.NotFound, Assert.Throws<LetheException>(() => WeightFile.Read(folder.File(name))).ExitCode)
        );
}
