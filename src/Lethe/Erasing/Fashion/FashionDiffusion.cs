using System.Text.Json;
using Lethe.Erasing.Diffusion;
using Lethe.Training;
using TorchSharp.Modules;

namespace Lethe.Erasing.Fashion;

/// <summary>The kit's small text-to-image model: Fashion-MNIST in 4 x 14 x 14 latents. The same classes as Stable Diffusion, a thousandth
/// of the numbers.</summary>
public static class FashionDiffusion
{
    public const string Name = "fashion";

    private const string Format = "lethe-fashion-diffusion/1";

    /// <summary>One layer of CLIP's tower, for eight tokens; trained with the network, then frozen.</summary>
    public static ClipTextConfig Text { get; } =
        new()
        {
            Vocabulary = FashionPrompts.Tokenizer.Vocabulary,
            Width = UNetConfig.Small.ContextWidth,
            Layers = 1,
            Heads = 4,
            Hidden = 256,
            Length = FashionPrompts.Tokenizer.Length,
        };

    /// <summary>Untrained, on the CPU.</summary>
    public static DiffusionModel Create(HaarCodec codec) =>
        new(new UNet2DCondition(UNetConfig.Small), new ClipTextEncoder(Text), FashionPrompts.Tokenizer, codec, [4, 14, 14]);

    /// <summary>The trained one that comes with the kit, or that of the folder that <c>LETHE_FASHION</c> names.</summary>
    public static DiffusionModel Open()
    {
        using var file = FashionPackage.Open(Name);
        return Build(SafetensorsFile.Read(file, Name), Name);
    }

    /// <summary>One that <see cref="Save"/> wrote.</summary>
    /// <exception cref="LetheException">Not there, broken, or not such a file.</exception>
    public static DiffusionModel Open(string path) => Build(SafetensorsFile.Read(path), path);

    /// <summary>Writes network, text tower and the codec's numbers to one file, the tensors under diffusers' names.</summary>
    public static void Save(DiffusionModel model, string path) =>
        SafetensorsFile.Write(
            path,
            Weights(model).Select(static named => KeyValuePair.Create(named.Key, (Tensor)named.Value)),
            new Dictionary<string, string> { ["format"] = Format, ["codec"] = JsonSerializer.Serialize((HaarCodec)model.Codec) }
        );

    internal static IReadOnlyDictionary<string, Parameter> Weights(DiffusionModel model) =>
        model
            .UNet.named_parameters()
            .Select(static named => ($"unet.{named.name}", named.parameter))
            .Concat(model.Text.named_parameters().Select(static named => ($"text_encoder.{named.name}", named.parameter)))
            .ToDictionary();

    private static DiffusionModel Build((Dictionary<string, Tensor> Tensors, Dictionary<string, string> Metadata) file, string path)
    {
        var model = Create(CodecOf(file.Metadata, path));
        try
        {
            using var noGrad = no_grad();
            var weights = Weights(model);
            bool Lacks(KeyValuePair<string, Parameter> named) =>
                !file.Tensors.TryGetValue(named.Key, out var saved) || !saved.shape.AsSpan().SequenceEqual(named.Value.shape);
            if ((weights.FirstOrDefault(Lacks).Key ?? file.Tensors.Keys.Except(weights.Keys).FirstOrDefault()) is { } fault)
            {
                throw LetheException.BadFile(
                    $"{path} does not hold the small model: {fault} is missing, of another shape, or of no use to it."
                );
            }
            foreach (var (name, weight) in weights)
            {
                weight.copy_(file.Tensors[name]);
            }
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
        finally
        {
            foreach (var saved in file.Tensors.Values)
            {
                saved.Dispose();
            }
        }
    }

    private static HaarCodec CodecOf(Dictionary<string, string> metadata, string path)
    {
        try
        {
            return
                metadata.GetValueOrDefault("format") == Format
                && JsonSerializer.Deserialize<HaarCodec>(metadata.GetValueOrDefault("codec", "null"))
                    is { Mean.Count: 4, Deviation.Count: 4 } codec
                && codec.Mean.All(double.IsFinite)
                && codec.Deviation.All(static value => value > 0)
                ? codec
                : throw LetheException.BadFile($"{path} is not what 'lethe train fashion-diffusion' writes.");
        }
        catch (JsonException error)
        {
            throw LetheException.BadFile($"{path} is not what 'lethe train fashion-diffusion' writes: {error.Message}", error);
        }
    }
}
