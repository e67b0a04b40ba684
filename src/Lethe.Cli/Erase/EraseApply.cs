using Lethe.Cli.Output;
using Lethe.Erasing;
using Lethe.Erasing.Diffusion;
using Lethe.Runtime;
using Lethe.Training;
using static TorchSharp.torch;

namespace Lethe.Cli.Erase;

/// <summary><c>lethe erase --apply</c>: a model with a delta added, as a whole folder that every other command and diffusers
/// read.</summary>
internal sealed class EraseApply(Terminal terminal, EraseRequest request, CancellationToken cancellation)
{
    private const string Weights = "diffusion_pytorch_model";

    public ExitCode Run()
    {
        var (path, output) = (Path.GetFullPath(request.Apply!), Path.GetFullPath(request.Out));
        if (request.Concept is not null || request.Instead is not null)
        {
            throw LetheException.Usage("--apply adds what was made before: leave --concept and --instead out.");
        }
        if (!File.Exists(path))
        {
            throw LetheException.NotFound($"There is no file {path}. 'lethe erase' writes it as {EraseFolder.DeltaName}.");
        }
        if (Directory.Exists(output) && Directory.EnumerateFileSystemEntries(output).Any())
        {
            throw LetheException.Unwritable($"{output} is not empty. Choose a new folder with --out.");
        }
        new EraseFolder(output).RequireWritable();
        using var scope = NewDisposeScope();
        using var opened = EraseModel.Open(request.Model, Devices.Parse("cpu"));
        var about = Delta.Apply(opened.Model.UNet, path, anyBase: request.Force);
        WholeFile.WriteFolder(
            output,
            "Choose another folder with --out.",
            fresh =>
            {
                if (opened.World is { } world)
                {
                    world.Save(fresh);
                }
                else
                {
                    Diffusers(opened.Model.UNet, opened.Folder!, fresh, cancellation);
                }
                cancellation.ThrowIfCancellationRequested();
            }
        );
        terminal.Out.WriteLine(
            $"{output}: {opened.Title} without '{about.GetValueOrDefault("concept", "what the delta erased")}' "
                + $"({about.GetValueOrDefault("method", "method unknown")}). Use it as --model {request.Out}."
        );
        return ExitCode.Ok;
    }

    /// <summary>A copy of a folder of Stable Diffusion with another network: files are copied as they are, except the network's weights and
    /// what is hidden.</summary>
    internal static void Diffusers(UNet2DCondition network, string source, string target, CancellationToken cancellation)
    {
        foreach (
            var file in Directory.EnumerateFiles(
                source,
                "*",
                new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden | FileAttributes.System }
            )
        )
        {
            cancellation.ThrowIfCancellationRequested();
            var name = Path.GetRelativePath(source, file);
            if (Path.GetDirectoryName(name) == "unet" && Path.GetFileName(name).StartsWith(Weights, StringComparison.Ordinal))
            {
                continue;
            }
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(target, name))!);
            File.Copy(file, Path.Combine(target, name));
        }
        SafetensorsFile.Write(
            Path.Combine(target, "unet", $"{Weights}.safetensors"),
            network.named_parameters().Select(static named => KeyValuePair.Create(named.name, (Tensor)named.parameter))
        );
    }
}
