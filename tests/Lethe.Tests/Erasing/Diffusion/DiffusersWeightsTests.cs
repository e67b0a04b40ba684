using Lethe.Erasing.Diffusion;
using Lethe.Runtime;
using Lethe.Tests.Experiments;

namespace Lethe.Tests.Erasing.Diffusion;

public sealed class DiffusersWeightsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("model.fp16.safetensors")]
    [InlineData("model.bf16.safetensors")]
    [InlineData("model.non_ema.safetensors")]
    [InlineData("model.bin")]
    [InlineData("pytorch_model.bin")]
    public void A_variant_alone_is_taken_and_the_whole_comes_first(string name)
    {
        Put(name);
        Assert.Equal([name], Found());
        Put(
            "model.safetensors.index.json",
            """{"weight_map": {"a": "model-00001-of-00002.safetensors", "b": "model-00002-of-00002.safetensors"}}"""
        );
        Assert.Equal(["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"], Found());
        Put("model.safetensors");
        Assert.Equal(["model.safetensors"], Found());
    }

    [Theory]
    [InlineData("model.safetensors.index.fp16.json")]
    [InlineData("model.fp16.safetensors.index.json")]
    public void An_index_of_a_variant_names_its_parts(string name)
    {
        Put(
            name,
            "\ufeff{\"weight_map\": {\"a\": \"model-00001-of-00002.fp16.safetensors\", \"b\": \"model-00002-of-00002.fp16.safetensors\"}}"
        );
        Put("model-00001-of-00002.fp16.safetensors");
        Assert.Equal(["model-00001-of-00002.fp16.safetensors", "model-00002-of-00002.fp16.safetensors"], Found());
        Assert.All(Found(), static part => Assert.True(DiffusersWeights.IsHalf(part)));
    }

    [Fact]
    public void Two_variants_are_refused_by_name_and_nothing_says_what_is_there()
    {
        Assert.Equal(ExitCode.NotFound, Fault().ExitCode);
        Put("weights.ckpt");
        Assert.EndsWith(
            "nor a variant such as model.fp16.safetensors, nor model.bin. There is weights.ckpt.",
            Fault().Message,
            StringComparison.Ordinal
        );
        Put("model.fp16.safetensors");
        Put("model.non_ema.safetensors");
        var error = Fault();
        Assert.Equal(ExitCode.BadFile, error.ExitCode);
        Assert.EndsWith(
            "holds several sets of weights, model.fp16.safetensors, model.non_ema.safetensors, and no model.safetensors. Keep "
                + "the one that you mean.",
            error.Message,
            StringComparison.Ordinal
        );
    }

    private string[] Found() => [.. DiffusersWeights.Files(folder.Path, "model").Select(Path.GetFileName)!];

    private LetheException Fault() => Assert.Throws<LetheException>(() => DiffusersWeights.Files(folder.Path, "model"));

    private void Put(string name, string text = "") => File.WriteAllText(Path.Combine(folder.Path, name), text);
}
