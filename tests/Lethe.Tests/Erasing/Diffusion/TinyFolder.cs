using System.Text.Json;
using Lethe.Erasing.Diffusion;
using Lethe.Tests.Detection.Detectors;
using Lethe.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Erasing.Diffusion;

/// <summary>A diffusers folder with everything in it, of a few megabytes, whose weights are <see cref="FormulaWeights"/>.</summary>
internal static class TinyFolder
{
    public static void Write(string folder)
    {
        using var scope = NewDisposeScope();
        Weights(new UNet2DCondition(PublicImplementationTests.UNet), Path.Combine(folder, "unet"), "diffusion_pytorch_model");
        Weights(new AutoencoderKL(PublicImplementationTests.Autoencoder), Path.Combine(folder, "vae"), "diffusion_pytorch_model");
        Weights(new ClipTextEncoder(PublicImplementationTests.Text), Path.Combine(folder, "text_encoder"), "model");
        Config(
            folder,
            "unet/config.json",
            new
            {
                _class_name = "UNet2DConditionModel",
                act_fn = "silu",
                attention_head_dim = 4,
                block_out_channels = (int[])[32, 64, 64],
                center_input_sample = false,
                cross_attention_dim = 48,
                down_block_types = (string[])["CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"],
                up_block_types = (string[])["UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D"],
                downsample_padding = 1,
                flip_sin_to_cos = true,
                freq_shift = 0,
                in_channels = 4,
                layers_per_block = 2,
                mid_block_scale_factor = 1,
                norm_eps = 1e-05,
                norm_num_groups = 16,
                out_channels = 4,
                sample_size = 16,
            }
        );
        Config(
            folder,
            "vae/config.json",
            new
            {
                _class_name = "AutoencoderKL",
                act_fn = "silu",
                block_out_channels = (int[])[32, 32, 64],
                down_block_types = (string[])["DownEncoderBlock2D", "DownEncoderBlock2D", "DownEncoderBlock2D"],
                up_block_types = (string[])["UpDecoderBlock2D", "UpDecoderBlock2D", "UpDecoderBlock2D"],
                in_channels = 3,
                latent_channels = 4,
                layers_per_block = 2,
                norm_num_groups = 16,
                out_channels = 3,
            }
        );
        Config(
            folder,
            "text_encoder/config.json",
            new
            {
                hidden_act = "quick_gelu",
                hidden_size = 48,
                intermediate_size = 192,
                layer_norm_eps = 1e-05,
                max_position_embeddings = 77,
                num_attention_heads = 4,
                num_hidden_layers = 3,
                vocab_size = 600,
            }
        );
        Config(
            folder,
            "scheduler/scheduler_config.json",
            new
            {
                beta_end = 0.012,
                beta_schedule = "scaled_linear",
                beta_start = 0.00085,
                num_train_timesteps = 1000,
                prediction_type = "epsilon",
                set_alpha_to_one = false,
                steps_offset = 1,
            }
        );
        Tokenizer(Path.Combine(folder, "tokenizer"));
    }

    /// <summary>CLIP's own order of ids with three merges instead of 48,894: 256 bytes, the same at a word's end, the merges, the two
    /// ends.</summary>
    public static void Tokenizer(string folder)
    {
        Directory.CreateDirectory(folder);
        var symbols = Enumerable
            .Range(33, 94)
            .Concat(Enumerable.Range(161, 12))
            .Concat(Enumerable.Range(174, 82))
            .Concat(Enumerable.Range(256, 68))
            .Select(static code => ((char)code).ToString())
            .ToList();
        List<string> tokens =
        [
            .. symbols,
            .. symbols.Select(static symbol => symbol + "</w>"),
            "ca",
            "cat</w>",
            "th",
            "<|startoftext|>",
            "<|endoftext|>",
        ];
        File.WriteAllText(
            Path.Combine(folder, "vocab.json"),
            JsonSerializer.Serialize(tokens.Index().ToDictionary(static at => at.Item, static at => at.Index))
        );
        File.WriteAllText(Path.Combine(folder, "merges.txt"), "#version: 0.2\nc a\nca t</w>\nt h\n");
    }

    private static void Weights(nn.Module network, string folder, string stem)
    {
        Directory.CreateDirectory(folder);
        FormulaWeights.Fill(network);
        SafetensorsFile.Write(Path.Combine(folder, $"{stem}.safetensors"), network.state_dict());
        network.Dispose();
    }

    private static void Config(string folder, string name, object config)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, name))!);
        File.WriteAllText(Path.Combine(folder, name), JsonSerializer.Serialize(config));
    }
}
