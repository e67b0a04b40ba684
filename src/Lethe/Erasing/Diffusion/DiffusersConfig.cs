namespace Lethe.Erasing.Diffusion;

/// <summary>The <c>config.json</c> files of a diffusers folder, as shapes of networks; where one is missing, Stable Diffusion v1.4's. What
/// these networks cannot do is refused, not ignored.</summary>
internal static class DiffusersConfig
{
    // DDIM is used in place of all of them: they solve the same equation with the same network.
    private static readonly string[] Samplers =
    [
        "DDIMScheduler",
        "DDPMScheduler",
        "PNDMScheduler",
        "LMSDiscreteScheduler",
        "EulerDiscreteScheduler",
        "EulerAncestralDiscreteScheduler",
        "HeunDiscreteScheduler",
        "KDPM2DiscreteScheduler",
        "KDPM2AncestralDiscreteScheduler",
        "DPMSolverMultistepScheduler",
        "DPMSolverSinglestepScheduler",
        "DPMSolverSDEScheduler",
        "DEISMultistepScheduler",
        "UniPCMultistepScheduler",
    ];

    // What the files may say of things that are the same in every network that the kit builds. A key that is missing means the same.
    private static readonly (string Key, object?[] Allowed)[] OfUNet =

        [
            ("_class_name", ["UNet2DConditionModel"]),
            ("act_fn", ["silu", "swish"]),
            ("center_input_sample", [false]),
            ("flip_sin_to_cos", [true]),
            ("freq_shift", [0.0]),
            ("downsample_padding", [1.0]),
            ("mid_block_scale_factor", [1.0]),
            ("norm_eps", [1e-5]),
            ("mid_block_type", ["UNetMidBlock2DCrossAttn"]),
            ("only_cross_attention", [false]),
            ("use_linear_projection", [false]),
            ("dual_cross_attention", [false]),
            ("class_embed_type", [null]),
            ("addition_embed_type", [null]),
            ("num_class_embeds", [null]),
            ("upcast_attention", [false, null]),
            ("resnet_time_scale_shift", ["default"]),
            ("time_embedding_type", ["positional"]),
            ("conv_in_kernel", [3.0]),
            ("conv_out_kernel", [3.0]),
            ("transformer_layers_per_block", [1.0]),
            ("num_attention_heads", [null]),
            ("encoder_hid_dim", [null]),
            ("encoder_hid_dim_type", [null]),
            ("time_cond_proj_dim", [null]),
            ("attention_type", ["default"]),
            ("dropout", [0.0]),
            ("cross_attention_norm", [null]),
            ("resnet_out_scale_factor", [1.0]),
            ("resnet_skip_time_act", [false]),
            ("timestep_post_act", [null]),
            ("time_embedding_dim", [null]),
            ("time_embedding_act_fn", [null]),
            ("mid_block_only_cross_attention", [null, false]),
            ("reverse_transformer_layers_per_block", [null]),
            ("class_embeddings_concat", [false]),
            ("projection_class_embeddings_input_dim", [null]),
        ],
        OfAutoencoder =

        [
            ("_class_name", ["AutoencoderKL"]),
            ("act_fn", ["silu", "swish"]),
            ("in_channels", [3.0]),
            ("out_channels", [3.0]),
            ("use_quant_conv", [true]),
            ("use_post_quant_conv", [true]),
            ("mid_block_add_attention", [true]),
            ("shift_factor", [null]),
            ("latents_mean", [null]),
            ("latents_std", [null]),
        ],
        // transformers writes some sixty keys more, of which none describes the network: what is not known there is not refused.
        OfText = [("model_type", ["clip_text_model", "clip"]), ("hidden_act", ["quick_gelu"]), ("layer_norm_eps", [1e-5])],
        OfSchedule =

        [
            ("_class_name", [.. Samplers]),
            ("beta_start", [0.00085]),
            ("beta_end", [0.012]),
            ("beta_schedule", ["scaled_linear"]),
            ("num_train_timesteps", [1000.0]),
            ("prediction_type", ["epsilon"]),
            ("trained_betas", [null]),
            ("set_alpha_to_one", [false]),
            ("steps_offset", [1.0]),
            ("timestep_spacing", ["leading"]),
            ("clip_sample", [false]),
            ("thresholding", [false]),
            ("rescale_betas_zero_snr", [false]),
            ("use_karras_sigmas", [false]),
            ("use_exponential_sigmas", [false]),
            ("use_beta_sigmas", [false]),
            ("use_lu_lambdas", [false]),
            ("use_flow_sigmas", [false]),
        ];

    // Read below. And without effect on this network and this sampler: origin, sizes of training pictures, numbers of what is switched off,
    // and what other samplers than DDIM are asked to do.
    private static readonly string[] OwnOfUNet =

        [
            "down_block_types",
            "up_block_types",
            "in_channels",
            "out_channels",
            "block_out_channels",
            "layers_per_block",
            "cross_attention_dim",
            "attention_head_dim",
            "norm_num_groups",
        ],
        OwnOfAutoencoder =

        [
            "down_block_types",
            "up_block_types",
            "block_out_channels",
            "latent_channels",
            "layers_per_block",
            "norm_num_groups",
            "scaling_factor",
        ],
        FreeOfUNet = ["_diffusers_version", "_name_or_path", "addition_embed_type_num_heads", "sample_size"],
        FreeOfAutoencoder = ["_diffusers_version", "_name_or_path", "sample_size", "force_upcast"],
        FreeOfSchedule =

        [
            "_diffusers_version",
            "_name_or_path",
            "skip_prk_steps",
            "clip_sample_range",
            "dynamic_thresholding_ratio",
            "sample_max_value",
            "variance_type",
            "interpolation_type",
            "timestep_type",
            "final_sigmas_type",
            "sigma_min",
            "sigma_max",
            "algorithm_type",
            "solver_order",
            "solver_type",
            "lower_order_final",
            "euler_at_final",
            "lambda_min_clipped",
            "predict_x0",
            "disable_corrector",
            "flow_shift",
            "noise_sampler_seed",
        ];

    /// <summary>The network's shape, and the side of its latents.</summary>
    public static (UNetConfig Config, long Side) UNet(string folder)
    {
        const long Usual = 64; // 512 pixels / 8
        if (Read(folder, "unet", OfUNet)?.Knowing([.. OfUNet.Select(static one => one.Key), .. OwnOfUNet, .. FreeOfUNet]) is not { } file)
        {
            return (UNetConfig.StableDiffusion, Usual);
        }
        var down =
            file.Texts("down_block_types") ?? ["CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"];
        var attends = down.Select(type => file.OneOf("down_block_types", type, "DownBlock2D", "CrossAttnDownBlock2D") == 1).ToList();
        if (
            file.Texts("up_block_types") is { } up
            && !up.Select(type => file.OneOf("up_block_types", type, "UpBlock2D", "CrossAttnUpBlock2D") == 1)
                .SequenceEqual(attends.AsEnumerable().Reverse())
        )
        {
            throw file.Refused("up_block_types", "the way up must mirror the way down");
        }
        var (inputs, outputs) = (file.Whole("in_channels") ?? 4, file.Whole("out_channels") ?? 4);
        if (inputs != outputs)
        {
            throw file.Refused("in_channels", $"{inputs} channels in and {outputs} out are of an inpainting or upscaling model");
        }
        return (
            new UNetConfig
            {
                LatentChannels = inputs,
                Channels = file.Wholes("block_out_channels") ?? UNetConfig.StableDiffusion.Channels,
                Attends = attends,
                LayersPerLevel = file.Whole("layers_per_block") ?? 2,
                ContextWidth = file.Whole("cross_attention_dim") ?? 1280,
                Heads = file.Whole("attention_head_dim") ?? 8,
                NormGroups = file.Whole("norm_num_groups") ?? 32,
            }.Checked(file.Path),
            file.Whole("sample_size") ?? Usual
        );
    }

    public static AutoencoderConfig Autoencoder(string folder)
    {
        if (
            Read(folder, "vae", OfAutoencoder)
                ?.Knowing([.. OfAutoencoder.Select(static one => one.Key), .. OwnOfAutoencoder, .. FreeOfAutoencoder])
            is not { } file
        )
        {
            return AutoencoderConfig.StableDiffusion;
        }
        foreach (
            var (key, type) in ((string, string)[])[("down_block_types", "DownEncoderBlock2D"), ("up_block_types", "UpDecoderBlock2D")]
        )
        {
            foreach (var found in file.Texts(key) ?? [])
            {
                file.OneOf(key, found, type);
            }
        }
        var config = new AutoencoderConfig
        {
            Channels = file.Wholes("block_out_channels") ?? [64],
            LatentChannels = file.Whole("latent_channels") ?? 4,
            LayersPerLevel = file.Whole("layers_per_block") ?? 1,
            NormGroups = file.Whole("norm_num_groups") ?? 32,
            Scale = file.Number("scaling_factor") ?? AutoencoderConfig.StableDiffusion.Scale,
        };
        return
            config.Channels.Count is >= 1 and <= 8
            && config.Channels.All(channels => channels is >= 1 and <= 8192 && channels % config.NormGroups == 0)
            && config.LatentChannels is >= 1 and <= 64
            && config.LayersPerLevel is >= 1 and <= 8
            && config.Scale > 0
            ? config
            : throw file.Refused("block_out_channels", "these numbers make no autoencoder");
    }

    public static ClipTextConfig Text(string folder) =>
        Read(folder, "text_encoder", []) is { } file ? Text(file) : ClipTextConfig.StableDiffusion;

    /// <summary>Of a text tower's own file, or of its part in that of a whole CLIP.</summary>
    public static ClipTextConfig Text(ConfigFile file)
    {
        file.Requiring(OfText);
        var usual = ClipTextConfig.StableDiffusion;
        var config = new ClipTextConfig
        {
            Vocabulary = file.Whole("vocab_size") ?? usual.Vocabulary,
            Width = file.Whole("hidden_size") ?? 512,
            Layers = file.Whole("num_hidden_layers") ?? 12,
            Heads = file.Whole("num_attention_heads") ?? 8,
            Hidden = file.Whole("intermediate_size") ?? 2048,
            Length = file.Whole("max_position_embeddings") ?? usual.Length,
        };
        return
            config.Width is >= 1 and <= 8192
            && config.Heads >= 1
            && config.Width % config.Heads == 0
            && config.Layers is >= 1 and <= 64
            && config.Hidden is >= 1 and <= 32768
            && config.Vocabulary is >= 2 and <= 1_000_000
            && config.Length is >= 2 and <= 4096
            ? config
            : throw file.Refused("hidden_size", "these numbers make no text tower");
    }

    /// <summary>Asserts that the folder's schedule is the one that the kit has; a folder without one has Stable Diffusion's.</summary>
    public static void CheckSchedule(string folder)
    {
        if (Read(folder, "scheduler", OfSchedule, "scheduler_config.json") is not { } file)
        {
            return;
        }
        // What diffusers takes for a missing key is not always what Stable Diffusion has. Its pipeline itself puts steps_offset and
        // clip_sample right.
        string[] needed =
        [
            "beta_start",
            "beta_end",
            "beta_schedule",
            .. file.Root.TryGetProperty("_class_name", out var name) && name.ValueEquals("DDIMScheduler")
                ? (string[])["set_alpha_to_one"]
                : [],
        ];
        if (needed.FirstOrDefault(key => !file.Root.TryGetProperty(key, out _)) is { } missing)
        {
            throw file.Refused(missing, "what diffusers takes then is not what Lethe has");
        }
        file.Knowing([.. OfSchedule.Select(static one => one.Key), .. FreeOfSchedule]);
    }

    private static ConfigFile? Read(string folder, string part, (string Key, object?[] Allowed)[] fixedKeys, string name = "config.json") =>
        ConfigFile.OpenIfThere(Path.Combine(folder, part, name))?.Requiring(fixedKeys);
}
