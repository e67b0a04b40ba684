namespace Lethe.Erasing.Diffusion;

/// <summary>The <c>config.json</c> files of a diffusers folder, as shapes of networks; where one is missing, Stable Diffusion v1.4's. What
/// these networks cannot do is refused, not ignored: see <c>DiffusersConfig.json</c>. DDIM takes the place of every sampler: they solve the
/// same equation with the same network.</summary>
internal static class DiffusersConfig
{
    public static (UNetConfig Config, long Side) UNet(string folder)
    {
        const long Usual = 64; // 512 pixels / 8
        if (Read(folder, "unet") is not { } file)
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
        if (Read(folder, "vae") is not { } file)
        {
            return AutoencoderConfig.StableDiffusion;
        }
        foreach (var (key, type) in new[] { ("down_block_types", "DownEncoderBlock2D"), ("up_block_types", "UpDecoderBlock2D") })
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
            config is { Channels.Count: <= 8, LatentChannels: <= 64, LayersPerLevel: <= 8, Scale: > 0 }
            && config.Channels.All(channels => channels <= 8192 && channels % config.NormGroups == 0)
            ? config
            : throw file.Refused("block_out_channels", "these numbers make no autoencoder");
    }

    public static ClipTextConfig Text(string folder) =>
        ConfigFile.OpenIfThere(Path.Combine(folder, "text_encoder", "config.json")) is { } file
            ? Text(file)
            : ClipTextConfig.StableDiffusion;

    /// <summary>Of a text tower's own file, or of its part in that of a whole CLIP.</summary>
    public static ClipTextConfig Text(ConfigFile file)
    {
        file.Check("text_encoder");
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
            config is { Width: <= 8192, Layers: <= 64, Hidden: <= 32768, Vocabulary: >= 2 and <= 1_000_000, Length: >= 2 and <= 4096 }
            && config.Width % config.Heads == 0
            ? config
            : throw file.Refused("hidden_size", "these numbers make no text tower");
    }

    /// <summary>Asserts that the folder's schedule is the one that the kit has; a folder without one has Stable Diffusion's.</summary>
    public static void CheckSchedule(string folder)
    {
        if (Read(folder, "scheduler", "scheduler_config.json") is not { } file)
        {
            return;
        }
        // What diffusers takes for a missing key is not always what Stable Diffusion has. Its pipeline itself puts steps_offset and
        // clip_sample right.
        string[] needed = ["beta_start", "beta_end", "beta_schedule"];
        if (file.Root.TryGetProperty("_class_name", out var name) && name.ValueEquals("DDIMScheduler"))
        {
            needed = [.. needed, "set_alpha_to_one"];
        }
        if (needed.FirstOrDefault(key => !file.Root.TryGetProperty(key, out _)) is { } missing)
        {
            throw file.Refused(missing, "what diffusers takes then is not what Lethe has");
        }
    }

    private static ConfigFile? Read(string folder, string part, string name = "config.json") =>
        ConfigFile.OpenIfThere(Path.Combine(folder, part, name))?.Check(part);
}
