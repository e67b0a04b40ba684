using Lethe.Runtime;

namespace Lethe.Erasing;

/// <summary>What erasing takes of memory, said before it is taken. On a GPU only its driver can tell.</summary>
public static class ErasingMemory
{
    /// <summary>Refuses a folder of weights that would not fit.</summary>
    /// <param name="folder">As <see cref="DiffusersFolder"/> reads it.</param>
    /// <exception cref="LetheException">Not enough memory (<see cref="ExitCode.NoDevice"/>).</exception>
    public static void RequireModel(string folder) => FreeMemory.Require(BytesOf(folder), $"the model in {folder}", "Choose a machine with more.");

    /// <summary>Refuses a training that would not fit beside the model itself.</summary>
    /// <param name="copies">Of the network.</param>
    /// <exception cref="LetheException">Not enough memory (<see cref="ExitCode.NoDevice"/>), or the group has no weights in this network.</exception>
    public static void RequireTraining(DiffusionModel model, ErasingRecipe recipe, int copies)
    {
        if (model.Device.type == TorchSharp.DeviceType.CPU)
        {
            var trained = ParameterGroup.Get(recipe.Group).Of(model.UNet).Values.Sum(static weight => weight.numel());
            // float32; of what is trained also a gradient and Adam's two moments.
            FreeMemory.Require(4 * ((copies * model.UNet.parameters().Sum(static weight => weight.numel())) + (3 * trained)), $"erasing with --group {recipe.Group}", "Choose a smaller group, or a machine with more.");
        }
    }

    // As float32, which is what they become; leaving out what would not be read.
    private static long BytesOf(string folder) => ((string[])["unet", "vae", "text_encoder"]).Select(part => Path.Combine(folder, part)).Where(Directory.Exists).Sum(static part =>
    {
        var files = new DirectoryInfo(part).GetFiles("*.safetensors");
        var whole = files.Where(static file => !file.Name.Contains(".fp16.", StringComparison.Ordinal) && !file.Name.Contains(".non_ema.", StringComparison.Ordinal)).Sum(static file => file.Length);
        return whole > 0 ? whole : 2 * files.Sum(static file => file.Length);
    });
}
