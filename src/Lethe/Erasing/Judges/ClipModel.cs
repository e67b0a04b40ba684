using Lethe.Erasing.Diffusion;
using Lethe.Models;

namespace Lethe.Erasing.Judges;

/// <summary>CLIP (Radford et al., ICML 2021): pictures and prompts as directions in one space, where a picture lies near its caption. The
/// names of its weights are those of transformers' CLIPModel.</summary>
public sealed class ClipModel : nn.Module
{
    private readonly ClipTextEncoder text;
    private readonly ClipVisionEncoder vision;
    private readonly Dense textProjection,
        visualProjection;
    private readonly ClipTokenizer tokenizer;

    /// <param name="tokenizer">Its prompts must be as long as those of the text tower.</param>
    public ClipModel(ClipConfig config, ClipTokenizer tokenizer)
        : base(nameof(ClipModel))
    {
        (Config, this.tokenizer) = (config, tokenizer);
        (text, vision) = (new(config.Text), new(config.Vision));
        textProjection = new(config.Text.Width, config.Projection, withBias: false);
        visualProjection = new(config.Vision.Width, config.Projection, withBias: false);
        register_module("text_model", text.Tower);
        register_module("vision_model", vision.Tower);
        register_module("text_projection", textProjection);
        register_module("visual_projection", visualProjection);
        this.Outlive();
        eval();
    }

    public ClipConfig Config { get; }

    /// <summary>Builds and fills the model in a folder as openai/clip-vit-large-patch14 is published: config.json, model.safetensors,
    /// vocab.json, merges.txt. Without a config.json it is taken for ViT-L/14.</summary>
    /// <exception cref="LetheException">Something is missing (<see cref="ExitCode.NotFound"/>), broken or of another model
    /// (<see cref="ExitCode.BadFile"/>).</exception>
    public static ClipModel Open(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw LetheException.NotFound(
                $"There is no folder {folder}. CLIP's has config.json, model.safetensors, vocab.json and merges.txt in it; "
                    + $"'lethe data get clip-vit-l14' gets one."
            );
        }
        var (config, tokenizer) = (ClipConfig.Open(Path.Combine(folder, "config.json")), ClipTokenizer.Open(folder));
        DiffusersFolder.RequireFit(tokenizer, config.Text, folder);
        return DiffusersFolder.Filled(new ClipModel(config, tokenizer), folder, "model");
    }

    /// <summary>Directions of pictures.</summary>
    /// <param name="pictures">N x 3 x H x W of float32 or float64, from 0 to 1, of any size; see <see cref="ClipPictures"/>.</param>
    /// <returns>N x Projection, of length 1, no gradient.</returns>
    /// <exception cref="ArgumentException">Not such pictures.</exception>
    public Tensor EmbedPictures(Tensor pictures)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var prepared = ClipPictures.Prepare(pictures, Config.Vision.Side).to(Device);
        return Unit(visualProjection.forward(vision.forward(prepared))).MoveToOuterDisposeScope();
    }

    /// <summary>Directions of prompts; of a long one counts what fits into 77 tokens with its ends.</summary>
    /// <returns>N x Projection, of length 1, no gradient.</returns>
    public Tensor EmbedPrompts(params IReadOnlyList<string> prompts)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var rows = prompts.Select(tokenizer.Encode).ToList();
        var positions = text.forward(tensor(rows.SelectMany(static row => row).ToArray(), [rows.Count, tokenizer.Length]).to(Device));
        // A prompt is read off where it ends first: behind that there is padding, which nothing before it sees.
        var last = rows.Select((row, i) => positions[i, Array.IndexOf(row, tokenizer.End)]);
        return Unit(textProjection.forward(stack([.. last]))).MoveToOuterDisposeScope();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            text.Dispose();
            vision.Dispose();
        }
        base.Dispose(disposing);
    }

    private Device Device => parameters().First().device;

    private static Tensor Unit(Tensor x) => x / x.pow(2).sum(-1, keepdim: true).sqrt();
}
