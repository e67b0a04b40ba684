using System.Text.Json;

namespace Lethe.Kernel.Packages;

/// <summary>The files that a restore found, read from its <c>project.assets.json</c>.</summary>
/// <param name="Packages">Name and version of each package, those that others asked for too.</param>
/// <param name="Assemblies">To compile against and to load.</param>
/// <param name="Natives">Native libraries for this system.</param>
internal sealed record PackageAssets(
    IReadOnlyList<(string Name, string Version)> Packages,
    IReadOnlyList<string> Assemblies,
    IReadOnlyList<string> Natives
)
{
    /// <exception cref="JsonException">The file is not what NuGet writes.</exception>
    public static PackageAssets Read(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        var root = json.RootElement;
        var folders = root.GetProperty("packageFolders").EnumerateObject().Select(static folder => folder.Name).ToList();
        var libraries = root.GetProperty("libraries");
        List<(string, string)> packages = [];
        List<string> assemblies = [],
            natives = [];
        // With a runtime identifier there are two targets; the second is for it.
        foreach (var package in root.GetProperty("targets").EnumerateObject().Last().Value.EnumerateObject())
        {
            var name = package.Name.Split('/');
            packages.Add((name[0], name[1]));
            var path = libraries.GetProperty(package.Name).GetProperty("path").GetString()!;
            var folder = folders.Select(root => Path.Combine(root, path)).FirstOrDefault(Directory.Exists);
            if (folder is not null)
            {
                assemblies.AddRange(Files(package.Value, "runtime", folder));
                natives.AddRange(Files(package.Value, "native", folder));
            }
        }
        return new(packages, assemblies, natives);
    }

    private static IEnumerable<string> Files(JsonElement package, string kind, string folder) =>
        package.TryGetProperty(kind, out var files)
            ? files
                .EnumerateObject()
                .Where(static file => !file.Name.EndsWith("_._", StringComparison.Ordinal))
                .Select(file => Path.GetFullPath(file.Name, folder))
            : [];
}
