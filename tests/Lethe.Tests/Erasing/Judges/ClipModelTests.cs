using Lethe.Erasing.Judges;
using Lethe.Runtime;
using Lethe.Tests.Detection.Detectors;
using Lethe.Tests.Experiments;
using Lethe.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Erasing.Judges;

/// <summary>Numbers are those of OpenAI's CLIP in float64, with the weights of <see cref="FormulaWeights"/> under transformers'
/// names.</summary>
public sealed class ClipModelTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public ClipModelTests() => TinyClip.Write(folder.Path);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_tower_for_pictures_gives_what_OpenAIs_gives()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var tower = new ClipVisionEncoder(TinyClip.Config.Vision);
        FormulaWeights.Fill(tower);
        var said = tower.forward(FormulaWeights.Make("images", 2, 3, 32, 32));
        Close([0.7578628651211876], said.abs().mean().reshape(1));
        Close([-1.329514129, 0.522194314, 1.542729408], said[0, ..3]);
        Close([-0.372687098, 1.11631895, -0.853209792], said[1, 61..]);
    }

    [Fact]
    public void A_folder_gives_OpenAIs_embeddings_of_length_one()
    {
        using var scope = NewDisposeScope();
        using var model = ClipModel.Open(folder.Path);
        Assert.Equal(TinyClip.Config, model.Config);
        Assert.False(model.training);
        var (said, seen) = (model.EmbedPrompts("cat", "a cat"), model.EmbedPictures(ClipPicturesTests.Pictures(2, 45, 70)));
        Close([0.029813335, 0.165803974, 0.08870356], said[0, ..3]);
        Close([0.106513798, 0.059505505, 0.235074862], said[1, 37..]);
        Close([0.21041333, -0.042957682, 0.137095942], seen[0, ..3]);
        Close([1, 1], (seen * seen).sum(1)); // its own cosine
        Close([1, 1], (said * said).sum(1));
        Assert.False(seen.requires_grad);
    }

    [Fact]
    public void What_stands_behind_the_end_of_a_prompt_does_not_count()
    {
        using var scope = NewDisposeScope();
        using var model = ClipModel.Open(folder.Path);
        var many = string.Join(' ', Enumerable.Repeat("cat", 75));
        var said = model.EmbedPrompts(many, many + " a cat that is not read any more", "cat", "cat<|endoftext|>a");
        Assert.True(said[0].equal(said[1]).all().item<bool>());
        Close([.. said[2].data<float>().ToArray().Select(static value => (double)value)], said[3]);
    }

    [Fact]
    public void The_names_are_those_of_transformers()
    {
        using var model = ClipModel.Open(folder.Path);
        var names = model.state_dict().Keys.ToHashSet();
        Assert.Equal(2 + (3 * 16) + 2 + 3 + 2 + (2 * 16) + 2 + 2, names.Count);
        Assert.Superset(
            new HashSet<string>
            {
                "text_model.embeddings.token_embedding.weight",
                "text_model.encoder.layers.2.self_attn.q_proj.bias",
                "text_model.final_layer_norm.weight",
                "text_projection.weight",
                "vision_model.embeddings.class_embedding",
                "vision_model.embeddings.patch_embedding.weight",
                "vision_model.embeddings.position_embedding.weight",
                "vision_model.pre_layrnorm.bias",
                "vision_model.encoder.layers.1.mlp.fc2.weight",
                "vision_model.post_layernorm.weight",
                "visual_projection.weight",
            },
            names
        );
    }

    [Fact]
    public void Missing_tensors_are_named()
    {
        var path = Path.Combine(folder.Path, "model.safetensors");
        using (var scope = NewDisposeScope())
        {
            var (weights, _) = SafetensorsFile.Read(path);
            SafetensorsFile.Write(
                path,
                weights.Where(static named => !named.Key.StartsWith("vision_model.pre_layrnorm", StringComparison.Ordinal))
            );
        }
        var error = Refused(ExitCode.BadFile);
        Assert.Contains(
            "2 of its 93 tensors are missing or of another shape, first vision_model.pre_layrnorm.weight (missing), "
                + "vision_model.pre_layrnorm.bias (missing)",
            error.Message,
            StringComparison.Ordinal
        );
        File.Delete(path);
        Assert.Contains("There are no weights in", Refused(ExitCode.NotFound).Message, StringComparison.Ordinal);
        File.Delete(Path.Combine(folder.Path, "vocab.json"));
        Refused(ExitCode.NotFound);
        Assert.Contains(
            "lethe data get clip-vit-l14",
            Assert.Throws<LetheException>(() => ClipModel.Open(Path.Combine(folder.Path, "none"))).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(
        "text_config",
        "hidden_act",
        "gelu",
        "config.json, text_config: hidden_act is \"gelu\", and Lethe has only \"quick_gelu\"."
    )]
    [InlineData(
        "vision_config",
        "hidden_act",
        "gelu",
        "config.json, vision_config: hidden_act is \"gelu\", and Lethe has only \"quick_gelu\"."
    )]
    [InlineData(
        "vision_config",
        "num_attention_heads",
        5,
        "config.json, vision_config: hidden_size is 64, and these numbers make no tower for pictures."
    )]
    [InlineData("vision_config", "patch_size", 64, "these numbers make no tower for pictures.")]
    [InlineData(null, "projection_dim", "40", "projection_dim is \"40\", and one whole number above 0 is wanted.")]
    [InlineData(null, "vision_config", 3, "vision_config is 3, and an object is wanted.")]
    [InlineData(
        "text_config",
        "max_position_embeddings",
        32,
        "the tokenizer has 517 tokens, 77 a prompt, the text tower takes 600, 32 a prompt."
    )]
    public void What_the_networks_cannot_do_is_refused(string? part, string key, object value, string said)
    {
        TinyClip.WriteConfig(folder.Path, part, key, value);
        Assert.EndsWith(said, Refused(ExitCode.BadFile).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_config_it_is_the_model_of_the_field()
    {
        Assert.Equal(ClipConfig.LargePatch14, ClipConfig.Open(Path.Combine(folder.Path, "none.json")));
        Assert.Equal("ViT-L/14", ClipConfig.LargePatch14.Title);
        Assert.Equal("ViT of 2 layers, width 64, patches of 8 in 32", TinyClip.Config.Title);
    }

    private LetheException Refused(ExitCode code)
    {
        var error = Assert.Throws<LetheException>(() => ClipModel.Open(folder.Path));
        Assert.Equal(code, error.ExitCode);
        return error;
    }

    private static void Close(double[] expected, Tensor found) =>
        Assert.All(
            expected.Zip(found.to(ScalarType.Float64).contiguous().data<double>().ToArray(), static (a, b) => Math.Abs(a - b)),
            static gap => Assert.InRange(gap, 0, 1e-4)
        );
}
