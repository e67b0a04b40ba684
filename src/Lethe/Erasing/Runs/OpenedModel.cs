using Lethe.Erasing.Diffusion;
using Lethe.Erasing.Fashion;

namespace Lethe.Erasing.Runs;

/// <summary>A model by what a user names it: the kit's small model, one of its kind, or a folder of Stable Diffusion.</summary>
public sealed class OpenedModel : IDisposable
{
    private const string Wanted =
        "--model wants 'fashion' (the kit's small model), a folder that 'lethe train fashion-diffusion' wrote, or Stable "
        + "Diffusion's with unet, vae, text_encoder and tokenizer in it.";

    private readonly string? folder; // null for what is in the kit

    private OpenedModel(string name, string title, string? folder, DiffusionModel model, FashionWorld? world = null) =>
        (Name, Title, this.folder, Model, World) = (name, title, folder, model, world);

    /// <summary>As it was named.</summary>
    public string Name { get; }

    public string Title { get; }

    public DiffusionModel Model { get; }

    /// <summary>The small model with its judges; null for another model.</summary>
    public FashionWorld? World { get; }

    /// <exception cref="LetheException">There is no such thing, it is none, it is broken, or does not fit into memory.</exception>
    public static OpenedModel Open(string name, Device device, Precision precision)
    {
        var opened = Open(name, device);
        opened.Model.UNet.Precision = precision;
        return opened;
    }

    /// <summary>Writes it with its weights as they are now to a folder that every command, and diffusers, reads.</summary>
    public void Save(string target, CancellationToken cancellation)
    {
        if (World is { } world)
        {
            world.Save(target);
        }
        else
        {
            DiffusersFolder.Copy(folder!, target, Model.UNet, cancellation);
        }
    }

    public void Dispose()
    {
        Model.Dispose();
        World?.Dispose();
    }

    private static OpenedModel Open(string name, Device device)
    {
        if (name == FashionDiffusion.Name)
        {
            var own = Environment.GetEnvironmentVariable(FashionPackage.Variable);
            return Small(name, FashionWorld.Open(device), own, string.IsNullOrEmpty(own) ? "the kit's small model" : null);
        }
        var folder = Path.GetFullPath(name);
        if (!Directory.Exists(folder))
        {
            throw LetheException.NotFound(File.Exists(folder) ? $"{folder} is a file. {Wanted}" : $"There is no folder {folder}. {Wanted}");
        }
        if (File.Exists(Path.Combine(folder, $"{FashionDiffusion.Name}.safetensors")))
        {
            return Small(name, FashionWorld.Open(folder, device), folder);
        }
        if (!Directory.Exists(Path.Combine(folder, "unet")))
        {
            throw LetheException.BadFile($"There is no model in {folder}. {Wanted}");
        }
        ErasingMemory.RequireModel(folder);
        return new(name, Path.GetFileName(folder), folder, DiffusersFolder.Open(folder).To(device));
    }

    private static OpenedModel Small(string name, FashionWorld world, string? folder, string? title = null) =>
        new(
            name,
            title ?? $"the small model in {Path.GetFileName(Path.TrimEndingDirectorySeparator(folder!))}",
            folder,
            world.Model,
            world
        );
}
