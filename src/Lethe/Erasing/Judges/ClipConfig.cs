using Lethe.Erasing.Diffusion;

namespace Lethe.Erasing.Judges;

/// <summary>Everything that decides the shape of a <see cref="ClipModel"/>.</summary>
public sealed record ClipConfig
{
    /// <summary>openai/clip-vit-large-patch14's. Its text tower is Stable Diffusion v1's.</summary>
    public static ClipConfig LargePatch14 { get; } =
        new()
        {
            Text = ClipTextConfig.StableDiffusion,
            Vision = ClipVisionConfig.LargePatch14,
            Projection = 768,
        };

    public required ClipTextConfig Text { get; init; }

    public required ClipVisionConfig Vision { get; init; }

    /// <summary>Numbers of an embedding, of pictures and prompts alike.</summary>
    public required int Projection { get; init; }

    /// <summary>As the field calls it where it has a name: ViT-L/14.</summary>
    public string Title =>
        this == LargePatch14
            ? "ViT-L/14"
            : $"ViT of {Vision.Layers} layers, width {Vision.Width}, patches of {Vision.Patch} in {Vision.Side}";

    /// <summary>Reads a model's <c>config.json</c>, as transformers writes it, and takes what is missing for transformers' own.</summary>
    /// <returns>ViT-L/14's if there is no such file.</returns>
    /// <exception cref="LetheException">Broken, or of a network that the kit does not have (<see cref="ExitCode.BadFile"/>).</exception>
    public static ClipConfig Open(string path)
    {
        if (ConfigFile.OpenIfThere(path) is not { } file)
        {
            return LargePatch14;
        }
        var config = new ClipConfig
        {
            Text = DiffusersConfig.Text(file.Part("text_config")),
            Vision = OpenVision(file.Part("vision_config").Check("vision")),
            Projection = file.Whole("projection_dim") ?? 512,
        };
        return config.Projection <= 8192 ? config : throw file.Refused("projection_dim", "no embedding is so long");
    }

    private static ClipVisionConfig OpenVision(ConfigFile file)
    {
        var config = new ClipVisionConfig
        {
            Side = file.Whole("image_size") ?? 224,
            Patch = file.Whole("patch_size") ?? 32,
            Width = file.Whole("hidden_size") ?? 768,
            Layers = file.Whole("num_hidden_layers") ?? 12,
            Heads = file.Whole("num_attention_heads") ?? 12,
            Hidden = file.Whole("intermediate_size") ?? 3072,
        };
        return
            config is { Side: <= 2048, Positions: <= 4097, Width: <= 8192, Layers: <= 64, Hidden: <= 32768 }
            && config.Patch <= config.Side
            && config.Width % config.Heads == 0
            ? config
            : throw file.Refused("hidden_size", "these numbers make no tower for pictures");
    }
}
