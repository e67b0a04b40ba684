using Lethe.Erasing.Diffusion;

namespace Lethe.Erasing;

/// <summary>What erasing takes of memory: more than there is is refused before it is taken. On a GPU only its driver can tell.</summary>
public static class ErasingMemory
{
    // Bytes a place of the latents, measured on networks of Stable Diffusion's size in float32 on two cores; narrower ones take less.
    private const long TrainedRow = 650_000,
        DrawnRow = 110_000,
        DecodedPicture = 830_000;

    /// <summary>For a folder of weights, as <see cref="DiffusersFolder"/> reads it.</summary>
    /// <exception cref="LetheException">Not enough memory (<see cref="ExitCode.NoDevice"/>).</exception>
    public static void RequireModel(string folder) =>
        FreeMemory.Require(BytesOf(folder), $"the model in {folder}", "Choose a machine with more.");

    /// <summary>For a model's pictures on their way, beside the model.</summary>
    /// <inheritdoc cref="RequireModel" path="/exception"/>
    public static void RequireDrawing(DiffusionModel model)
    {
        if (model.Device.type == TorchSharp.DeviceType.CPU)
        {
            FreeMemory.Require(Drawing(model), "drawing pictures", "Choose a machine with more.");
        }
    }

    /// <summary>For a training, and drawing with what it makes, beside the model.</summary>
    /// <exception cref="LetheException">Not enough memory (<see cref="ExitCode.NoDevice"/>), or the group has no weights in this
    /// network.</exception>
    public static void RequireTraining(DiffusionModel model, IErasingMethod method, ErasingRecipe recipe)
    {
        if (model.Device.type == TorchSharp.DeviceType.CPU)
        {
            var trained = ParameterGroup.Get(recipe.Group).Of(model.UNet).Values.Sum(static weight => weight.numel());
            // float32: the student, and its running mean; of what is trained also a gradient and Adam's two moments.
            var weights = 4 * (((recipe.Average > 0 ? 2 : 1) * model.UNet.Numbers) + (3 * trained));
            FreeMemory.Require(
                weights + Math.Max(Places(model) * TrainedRow * method.Rows * recipe.Batch, Drawing(model)),
                $"erasing with --group {recipe.Group} and {recipe.Batch} latents a step",
                "Choose a smaller group, fewer latents a step (batch), or a machine with more."
            );
        }
    }

    // The sampler with guidance, then the decoder.
    private static long Drawing(DiffusionModel model) =>
        Places(model) * Math.Max(DrawnRow * 2 * model.AtOnce, model.Codec is AutoencoderKL ? DecodedPicture : 0);

    // Of the latents of one picture, as wide as Stable Diffusion's.
    private static long Places(DiffusionModel model) =>
        model.LatentShape[1] * model.LatentShape[2] * model.UNet.Config.Channels[0] / UNetConfig.StableDiffusion.Channels[0];

    // As float32, which is what they become.
    private static long BytesOf(string folder)
    {
        try
        {
            return DiffusersFolder
                .WeightFiles(folder)
                .Where(File.Exists)
                .Sum(static file => new FileInfo(file).Length * (DiffusersWeights.IsHalf(file) ? 2 : 1));
        }
        catch (LetheException)
        {
            return 0; // who opens the folder says what is missing, the smaller things first
        }
    }
}
