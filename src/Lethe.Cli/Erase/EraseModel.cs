using Lethe.Erasing;
using Lethe.Erasing.Diffusion;
using Lethe.Erasing.Fashion;
using Lethe.Runtime;
using static TorchSharp.torch;

namespace Lethe.Cli.Erase;

/// <summary>What <c>--model</c> names: the kit's small model, one of its kind, or a folder of Stable Diffusion.</summary>
internal sealed class EraseModel : IDisposable
{
    private const string Wanted =
        "--model wants 'fashion' (the kit's small model), a folder that 'lethe train fashion-diffusion' wrote, or Stable "
        + "Diffusion's with unet, vae, text_encoder and tokenizer in it.";

    private EraseModel(DiffusionModel model, FashionWorld? world, string title, string? folder) =>
        (Model, World, Title, Folder) = (model, world, title, folder);

    public DiffusionModel Model { get; }

    /// <summary>The small model with its judges; null for another model.</summary>
    public FashionWorld? World { get; }

    /// <summary>For people.</summary>
    public string Title { get; }

    /// <summary>Null for what is in the kit.</summary>
    public string? Folder { get; }

    /// <exception cref="LetheException">There is no such thing, it is none, it is broken, or does not fit into memory.</exception>
    public static EraseModel Open(string name, Device device)
    {
        if (name == FashionDiffusion.Name)
        {
            var world = FashionWorld.Open(device);
            var own = Environment.GetEnvironmentVariable(FashionPackage.Variable);
            return new(
                world.Model,
                world,
                string.IsNullOrEmpty(own)
                    ? "the kit's small model"
                    : $"the small model in {Path.GetFileName(Path.TrimEndingDirectorySeparator(own))}",
                null
            );
        }
        var folder = Path.GetFullPath(name);
        if (!Directory.Exists(folder))
        {
            throw LetheException.NotFound(File.Exists(folder) ? $"{folder} is a file. {Wanted}" : $"There is no folder {folder}. {Wanted}");
        }
        if (File.Exists(Path.Combine(folder, $"{FashionDiffusion.Name}.safetensors")))
        {
            var world = FashionWorld.Open(folder, device);
            return new(world.Model, world, $"the small model in {Path.GetFileName(folder)}", folder);
        }
        if (!Directory.Exists(Path.Combine(folder, "unet")))
        {
            throw LetheException.BadFile($"There is no model in {folder}. {Wanted}");
        }
        ErasingMemory.RequireModel(folder);
        return new(DiffusersFolder.Open(folder).To(device), null, Path.GetFileName(folder), folder);
    }

    public void Dispose()
    {
        Model.Dispose();
        World?.Dispose();
    }
}
