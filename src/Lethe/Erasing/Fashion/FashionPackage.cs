namespace Lethe.Erasing.Fashion;

/// <summary>The files of the small model and its judges: those in this assembly, or those of one's own training.</summary>
internal static class FashionPackage
{
    /// <summary>Names a folder that <c>lethe train fashion-diffusion</c> wrote, to be used instead.</summary>
    public const string Variable = "LETHE_FASHION";

    public static Stream Open(string name)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder)
        {
            var path = Path.Combine(folder, $"{name}.safetensors");
            return File.Exists(path)
                ? File.OpenRead(path)
                : throw LetheException.NotFound(
                    $"{Variable} names {folder}, but {name}.safetensors is not there. Point it at a folder of 'lethe train "
                        + $"fashion-diffusion', or unset it."
                );
        }
        return typeof(FashionPackage).Assembly.GetManifestResourceStream($"fashion/{name}.safetensors")
            ?? throw LetheException.NotFound(
                $"This build of Lethe has no small text-to-image model in it. Train one with 'lethe train fashion-diffusion "
                    + $"--out DIR' and set {Variable}=DIR."
            );
    }
}
