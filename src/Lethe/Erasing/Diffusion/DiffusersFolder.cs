using Lethe.Training;

namespace Lethe.Erasing.Diffusion;

/// <summary>Stable Diffusion v1, or a model of its kind and other sizes, as it is published: a folder with <c>unet</c>, <c>vae</c>,
/// <c>text_encoder</c> and <c>tokenizer</c>, each with its <c>config.json</c>, weights as <see cref="DiffusersWeights"/> finds
/// them.</summary>
public static class DiffusersFolder
{
    private const string ModelStem = "diffusion_pytorch_model",
        TextStem = "model";

    /// <summary>Builds the model and fills it.</summary>
    /// <exception cref="LetheException">Something is missing (<see cref="ExitCode.NotFound"/>), broken or of another model
    /// (<see cref="ExitCode.BadFile"/>).</exception>
    public static DiffusionModel Open(string folder)
    {
        RequireFolder(folder);
        // All small files first: what is wrong with them is said before gigabytes are read.
        var ((unetConfig, side), vaeConfig, textConfig) = (
            DiffusersConfig.UNet(folder),
            DiffusersConfig.Autoencoder(folder),
            DiffusersConfig.Text(folder)
        );
        DiffusersConfig.CheckSchedule(folder);
        if (unetConfig.ContextWidth != textConfig.Width || unetConfig.LatentChannels != vaeConfig.LatentChannels)
        {
            throw LetheException.BadFile(
                $"{folder} holds parts of different models: the network reads prompts of width {unetConfig.ContextWidth} and "
                    + $"{unetConfig.LatentChannels} latent channels, the text tower writes {textConfig.Width}, the autoencoder "
                    + $"{vaeConfig.LatentChannels}."
            );
        }
        var tokenizer = ClipTokenizer.Open(Path.Combine(folder, "tokenizer"));
        RequireFit(tokenizer, textConfig, folder);
        var unet = Filled(new UNet2DCondition(unetConfig), Path.Combine(folder, "unet"), ModelStem);
        var vae = Filled(new AutoencoderKL(vaeConfig), Path.Combine(folder, "vae"), ModelStem, AutoencoderName);
        var text = Filled(
            new ClipTextEncoder(textConfig),
            Path.Combine(folder, "text_encoder"),
            TextStem,
            static name => name.EndsWith("position_ids", StringComparison.Ordinal) ? null : name
        );
        return new(unet, text, tokenizer, vae, [unetConfig.LatentChannels, side, side]);
    }

    /// <summary>Copies a folder with another network in it: files as they are, except the network's weights and what is hidden.</summary>
    internal static void Copy(string source, string target, UNet2DCondition network, CancellationToken cancellation)
    {
        var visible = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.Hidden | FileAttributes.System,
        };
        foreach (var file in Directory.EnumerateFiles(source, "*", visible))
        {
            cancellation.ThrowIfCancellationRequested();
            var name = Path.GetRelativePath(source, file);
            if (Path.GetDirectoryName(name) != "unet" || !Path.GetFileName(name).StartsWith(ModelStem, StringComparison.Ordinal))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(target, name))!);
                File.Copy(file, Path.Combine(target, name));
            }
        }
        SafetensorsFile.Write(
            Path.Combine(target, "unet", $"{ModelStem}.safetensors"),
            network.Weights().Select(static named => KeyValuePair.Create(named.Key, (Tensor)named.Value))
        );
    }

    /// <summary>The files of weights that <see cref="Open"/> reads.</summary>
    /// <exception cref="LetheException">Some are missing (<see cref="ExitCode.NotFound"/>), or an index of them is broken
    /// (<see cref="ExitCode.BadFile"/>).</exception>
    public static IReadOnlyList<string> WeightFiles(string folder)
    {
        RequireFolder(folder);
        return
        [
            .. DiffusersWeights.Files(Path.Combine(folder, "unet"), ModelStem),
            .. DiffusersWeights.Files(Path.Combine(folder, "vae"), ModelStem),
            .. DiffusersWeights.Files(Path.Combine(folder, "text_encoder"), TextStem),
        ];
    }

    /// <summary>Fills a network from the weights in a folder, whichever way they are stored there.</summary>
    internal static T Filled<T>(T network, string folder, string stem, Func<string, string?>? rename = null)
        where T : nn.Module
    {
        try
        {
            NamedWeights.Load(network, DiffusersWeights.Files(folder, stem), rename);
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    internal static void RequireFit(ClipTokenizer tokenizer, ClipTextConfig text, string folder)
    {
        if (tokenizer.Length != text.Length || tokenizer.VocabularySize > text.Vocabulary)
        {
            throw LetheException.BadFile(
                $"{folder} holds parts of different models: the tokenizer has {tokenizer.VocabularySize} tokens, "
                    + $"{tokenizer.Length} a prompt, the text tower takes {text.Vocabulary}, {text.Length} a prompt."
            );
        }
    }

    /// <summary>The newer names of the autoencoder's attention for the older ones.</summary>
    internal static string AutoencoderName(string name) =>
        name.Contains(".attentions.")
            ? name.Replace(".query.", ".to_q.").Replace(".key.", ".to_k.").Replace(".value.", ".to_v.").Replace(".proj_attn.", ".to_out.0.")
            : name;

    private static void RequireFolder(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw LetheException.NotFound(
                $"There is no folder {folder}. Stable Diffusion's has unet, vae, text_encoder and tokenizer in it."
            );
        }
    }
}
