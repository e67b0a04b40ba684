using System.Text.Json;
using Lethe.Erasing.Diffusion;
using Lethe.Erasing.Judges;
using Lethe.Tests.Detection.Detectors;
using Lethe.Tests.Erasing.Diffusion;
using Lethe.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Erasing.Judges;

/// <summary>A folder as CLIP is published, of half a megabyte, whose weights are <see cref="FormulaWeights"/>.</summary>
internal static class TinyClip
{
    public static ClipConfig Config { get; } =
        new()
        {
            Text = PublicImplementationTests.Text,
            Vision = new()
            {
                Side = 32,
                Patch = 8,
                Width = 64,
                Layers = 2,
                Heads = 4,
                Hidden = 256,
            },
            Projection = 40,
        };

    public static void Write(string folder)
    {
        TinyFolder.Tokenizer(folder);
        using var scope = NewDisposeScope();
        using var model = new ClipModel(Config, ClipTokenizer.Open(folder));
        FormulaWeights.Fill(model);
        var weights = model.state_dict();
        // Three that are in the published file and of no use.
        weights["logit_scale"] = tensor(4.6f);
        weights["text_model.embeddings.position_ids"] = arange(77).unsqueeze(0);
        weights["vision_model.embeddings.position_ids"] = arange(17).unsqueeze(0);
        SafetensorsFile.Write(Path.Combine(folder, "model.safetensors"), weights);
        WriteConfig(folder, null, "", 0);
    }

    /// <summary>Writes <c>config.json</c> with one key changed.</summary>
    /// <param name="part">text_config or vision_config; null for the whole.</param>
    public static void WriteConfig(string folder, string? part, string key, object value)
    {
        var text = new Dictionary<string, object>
        {
            ["hidden_act"] = "quick_gelu",
            ["hidden_size"] = 48,
            ["intermediate_size"] = 192,
            ["layer_norm_eps"] = 1e-05,
            ["max_position_embeddings"] = 77,
            ["num_attention_heads"] = 4,
            ["num_hidden_layers"] = 3,
            ["vocab_size"] = 600,
        };
        var vision = new Dictionary<string, object>
        {
            ["hidden_act"] = "quick_gelu",
            ["hidden_size"] = 64,
            ["image_size"] = 32,
            ["intermediate_size"] = 256,
            ["layer_norm_eps"] = 1e-05,
            ["num_attention_heads"] = 4,
            ["num_hidden_layers"] = 2,
            ["patch_size"] = 8,
        };
        var whole = new Dictionary<string, object>
        {
            ["model_type"] = "clip",
            ["projection_dim"] = 40,
            ["text_config"] = text,
            ["vision_config"] = vision,
        };
        if (key.Length > 0)
        {
            (
                part == "text_config" ? text
                : part == "vision_config" ? vision
                : whole
            )[key] = value;
        }
        File.WriteAllText(Path.Combine(folder, "config.json"), JsonSerializer.Serialize(whole));
    }
}
