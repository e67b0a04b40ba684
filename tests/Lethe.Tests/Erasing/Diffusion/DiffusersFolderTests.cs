using System.Security.Cryptography;
using System.Text.Json;
using Lethe.Erasing.Diffusion;
using Lethe.Runtime;
using Lethe.Tests.Experiments;
using Lethe.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Erasing.Diffusion;

public sealed class DiffusersFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_tiny_model_is_written_loaded_and_draws_the_same_picture_every_time()
    {
        TinyFolder.Write(folder.Path);
        using var scope = NewDisposeScope();
        using var model = DiffusersFolder.Open(folder.Path);
        Assert.Equal([4, 16, 16], model.LatentShape);
        using (var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256))
        {
            foreach (
                var (_, weights) in model
                    .UNet.state_dict()
                    .Concat(((AutoencoderKL)model.Codec).state_dict())
                    .Concat(model.Text.state_dict())
                    .Where(static named => named.Value.dtype == ScalarType.Float32)
                    .OrderBy(static named => named.Key, StringComparer.Ordinal)
            )
            {
                hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(weights.contiguous().data<float>().ToArray()));
            }
            Assert.Equal("297c0f8d777d5c48", Convert.ToHexStringLower(hash.GetHashAndReset())[..16]);
        }
        var picture = model.Codec.Decode(model.Sample(["cat", ""], [1, 2], steps: 4, scale: 7.5));
        Assert.Equal([2, 3, 64, 64], picture.shape);
        var values = picture.to(ScalarType.Float64);
        // Not bit for bit: processors add in different orders.
        Tensor[] seen = [values.mean(), values.std(), values[0, 0, 10, 20], values[1, 2, 40, 50]];
        Assert.All(
            seen.Zip([-0.12374, 0.86304, -0.49879, -0.01745]),
            static pair => Assert.Equal(pair.Second, pair.First.item<double>(), 1e-3)
        );
    }

    [Fact]
    public void Parts_half_precision_and_old_names_load_as_well()
    {
        TinyFolder.Write(folder.Path);
        using var scope = NewDisposeScope();
        using var whole = DiffusersFolder.Open(folder.Path);
        var unet = Path.Combine(folder.Path, "unet");
        var (tensors, _) = SafetensorsFile.Read(Path.Combine(unet, "diffusion_pytorch_model.safetensors"));
        var half = tensors.Count / 2;
        SafetensorsFile.Write(Path.Combine(unet, "a.safetensors"), tensors.Take(half));
        SafetensorsFile.Write(Path.Combine(unet, "b.safetensors"), tensors.Skip(half));
        File.WriteAllText(
            Path.Combine(unet, "diffusion_pytorch_model.safetensors.index.json"),
            JsonSerializer.Serialize(
                new
                {
                    weight_map = tensors
                        .Keys.Index()
                        .ToDictionary(static key => key.Item, key => key.Index < half ? "a.safetensors" : "b.safetensors"),
                }
            )
        );
        File.Delete(Path.Combine(unet, "diffusion_pytorch_model.safetensors"));
        var vae = Path.Combine(folder.Path, "vae", "diffusion_pytorch_model.safetensors");
        var (autoencoder, _) = SafetensorsFile.Read(vae);
        SafetensorsFile.Write(
            vae,
            autoencoder.Select(static named =>
                KeyValuePair.Create(
                    named.Key.Contains(".attentions.", StringComparison.Ordinal)
                        ? named
                            .Key.Replace(".to_q.", ".query.", StringComparison.Ordinal)
                            .Replace(".to_k.", ".key.", StringComparison.Ordinal)
                            .Replace(".to_v.", ".value.", StringComparison.Ordinal)
                            .Replace(".to_out.0.", ".proj_attn.", StringComparison.Ordinal)
                        : named.Key,
                    named.Value
                )
            )
        );
        using var parts = DiffusersFolder.Open(folder.Path);
        Assert.All(
            whole.UNet.parameters().Zip(parts.UNet.parameters()),
            static pair => Assert.True(pair.First.eq(pair.Second).all().item<bool>())
        );
        Assert.All(
            ((AutoencoderKL)whole.Codec).parameters().Zip(((AutoencoderKL)parts.Codec).parameters()),
            static pair => Assert.True(pair.First.eq(pair.Second).all().item<bool>())
        );

        var text = Path.Combine(folder.Path, "text_encoder", "model.safetensors");
        var (tower, _) = SafetensorsFile.Read(text);
        SafetensorsFile.Write(text, tower.Select(static named => KeyValuePair.Create(named.Key, named.Value.to(ScalarType.BFloat16))));
        using var rounded = DiffusersFolder.Open(folder.Path);
        Assert.All(
            whole.Text.parameters().Zip(rounded.Text.parameters()),
            static pair => Assert.InRange((pair.First - pair.Second).abs().max().item<float>(), 0, 0.01)
        );
    }

    [Theory]
    [Trait("Speed", "slow")]
    [InlineData("unet/config.json", "use_linear_projection", true, "use_linear_projection is true, and Lethe has only false.")]
    [InlineData(
        "unet/config.json",
        "mid_block_type",
        "UNetMidBlock2DSimpleCrossAttn",
        "mid_block_type is \"UNetMidBlock2DSimpleCrossAttn\", and Lethe has only \"UNetMidBlock2DCrossAttn\"."
    )]
    [InlineData(
        "unet/config.json",
        "down_block_types",
        new[] { "AttnDownBlock2D", "DownBlock2D", "DownBlock2D" },
        "and Lethe has only DownBlock2D and CrossAttnDownBlock2D."
    )]
    [InlineData(
        "unet/config.json",
        "up_block_types",
        new[] { "CrossAttnUpBlock2D", "UpBlock2D", "UpBlock2D" },
        "and the way up must mirror the way down."
    )]
    [InlineData(
        "unet/config.json",
        "in_channels",
        9,
        "in_channels is 9, and 9 channels in and 4 out are of an inpainting or upscaling model."
    )]
    [InlineData(
        "unet/config.json",
        "attention_head_dim",
        new[] { 5, 10, 20 },
        "attention_head_dim is [5,10,20], and one whole number above 0 is wanted."
    )]
    [InlineData(
        "unet/config.json",
        "block_out_channels",
        new[] { 30, 60, 60 },
        "describes no UNet that can be built: channels 30, 60, 60 do not divide by 16 groups and 4 heads."
    )]
    [InlineData(
        "unet/config.json",
        "cross_attention_dim",
        64,
        "the network reads prompts of width 64 and 4 latent channels, the text tower writes 48, the autoencoder 4."
    )]
    [InlineData(
        "scheduler/scheduler_config.json",
        "prediction_type",
        "v_prediction",
        "prediction_type is \"v_prediction\", and Lethe has only \"epsilon\"."
    )]
    [InlineData(
        "scheduler/scheduler_config.json",
        "rescale_betas_zero_snr",
        true,
        "rescale_betas_zero_snr is true, and Lethe has only false."
    )]
    [InlineData(
        "scheduler/scheduler_config.json",
        "timestep_spacing",
        "trailing",
        "timestep_spacing is \"trailing\", and Lethe has only \"leading\"."
    )]
    [InlineData("scheduler/scheduler_config.json", "thresholding", true, "thresholding is true, and Lethe has only false.")]
    [InlineData("scheduler/scheduler_config.json", "clip_sample", true, "clip_sample is true, and Lethe has only false.")]
    [InlineData("scheduler/scheduler_config.json", "set_alpha_to_one", true, "set_alpha_to_one is true, and Lethe has only false.")]
    [InlineData("scheduler/scheduler_config.json", "steps_offset", 0, "steps_offset is 0, and Lethe has only 1.")]
    [InlineData("scheduler/scheduler_config.json", "use_karras_sigmas", true, "use_karras_sigmas is true, and Lethe has only false.")]
    [InlineData(
        "scheduler/scheduler_config.json",
        "snr_shift_scale",
        3.0,
        "snr_shift_scale is 3, and Lethe does not know what it means. If it changes no picture, take it out of the file."
    )]
    [InlineData(
        "unet/config.json",
        "_class_name",
        "UNet3DConditionModel",
        "_class_name is \"UNet3DConditionModel\", and Lethe has only \"UNet2DConditionModel\"."
    )]
    [InlineData(
        "unet/config.json",
        "cross_attention_norm",
        "layer_norm",
        "cross_attention_norm is \"layer_norm\", and Lethe has only null."
    )]
    [InlineData(
        "unet/config.json",
        "some_new_part",
        2,
        "some_new_part is 2, and Lethe does not know what it means. If it changes no picture, take it out of the file."
    )]
    [InlineData(
        "vae/config.json",
        "spatial_compression",
        16,
        "spatial_compression is 16, and Lethe does not know what it means. If it changes no picture, take it out of the file."
    )]
    [InlineData("vae/config.json", "shift_factor", 0.1, "shift_factor is 0.1, and Lethe has only null.")]
    [InlineData("text_encoder/config.json", "hidden_act", "gelu", "hidden_act is \"gelu\", and Lethe has only \"quick_gelu\".")]
    [InlineData(
        "text_encoder/config.json",
        "max_position_embeddings",
        32,
        "the tokenizer has 517 tokens, 77 a prompt, the text tower takes 600, 32 a prompt."
    )]
    public void What_the_networks_cannot_do_is_refused(string file, string key, object value, string said)
    {
        TinyFolder.Write(folder.Path);
        var path = Path.Combine(folder.Path, file);
        var config = JsonSerializer.Deserialize<Dictionary<string, object>>(File.ReadAllText(path))!;
        config[key] = value;
        File.WriteAllText(path, JsonSerializer.Serialize(config));
        var error = Assert.Throws<LetheException>(() => DiffusersFolder.Open(folder.Path));
        Assert.Equal(ExitCode.BadFile, error.ExitCode);
        Assert.EndsWith(said, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("beta_schedule", null)]
    [InlineData("beta_start", null)]
    [InlineData("set_alpha_to_one", "DDIMScheduler")]
    public void A_key_whose_absence_means_another_schedule_is_refused(string key, string? sampler)
    {
        TinyFolder.Write(folder.Path);
        var path = Path.Combine(folder.Path, "scheduler", "scheduler_config.json");
        var config = JsonSerializer.Deserialize<Dictionary<string, object?>>(File.ReadAllText(path))!;
        config.Remove(key);
        config["_class_name"] = sampler ?? "PNDMScheduler";
        File.WriteAllText(path, JsonSerializer.Serialize(config));
        Assert.EndsWith(
            $"{key} is missing, and what diffusers takes then is not what Lethe has.",
            Assert.Throws<LetheException>(() => DiffusersFolder.Open(folder.Path)).Message,
            StringComparison.Ordinal
        );
    }

    // As diffusers writes them for Stable Diffusion v1.5 and other samplers; a new key that is switched off changes nothing.
    [Fact]
    public void Keys_that_change_no_picture_and_a_byte_order_mark_are_read_past()
    {
        TinyFolder.Write(folder.Path);
        var path = Path.Combine(folder.Path, "scheduler", "scheduler_config.json");
        var config = JsonSerializer.Deserialize<Dictionary<string, object?>>(File.ReadAllText(path))!;
        foreach (
            var (key, value) in new (string, object?)[]
            {
                ("_class_name", "PNDMScheduler"),
                ("_diffusers_version", "0.6.0"),
                ("skip_prk_steps", true),
                ("clip_sample", false),
                ("trained_betas", null),
                ("timestep_spacing", "leading"),
                ("rescale_betas_zero_snr", false),
                ("dynamic_thresholding_ratio", 0.995),
                ("sample_max_value", 1.0),
                ("clip_sample_range", 1.0),
                ("algorithm_type", "dpmsolver++"),
                ("solver_order", 2),
                ("a_new_switch", false),
                ("another", null),
            }
        )
        {
            config[key] = value;
        }
        File.WriteAllText(path, JsonSerializer.Serialize(config), new System.Text.UTF8Encoding(true));
        var unet = Path.Combine(folder.Path, "unet", "config.json");
        File.WriteAllText(unet, File.ReadAllText(unet), new System.Text.UTF8Encoding(true));
        using var model = DiffusersFolder.Open(folder.Path);
        Assert.Equal([4, 16, 16], model.LatentShape);
    }

    [Fact]
    public void An_index_that_leaves_its_folder_is_refused()
    {
        TinyFolder.Write(folder.Path);
        var unet = Path.Combine(folder.Path, "unet");
        File.Delete(Path.Combine(unet, "diffusion_pytorch_model.safetensors"));
        File.WriteAllText(
            Path.Combine(unet, "diffusion_pytorch_model.safetensors.index.json"),
            """{"weight_map": {"conv_in.weight": "../../secret.safetensors"}}"""
        );
        Assert.EndsWith(
            "names no parts, or parts outside its folder.",
            Assert.Throws<LetheException>(() => DiffusersFolder.Open(folder.Path)).Message,
            StringComparison.Ordinal
        );
    }
}
