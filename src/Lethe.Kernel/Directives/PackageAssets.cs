using System.Text.Json;

namespace Lethe.Kernel.Directives;

/// <summary>What a restore found: packages with their versions, those that others asked for too; and the files of its
/// <c>project.assets.json</c>, assemblies and native libraries for this system.</summary>
internal sealed record PackageAssets(IReadOnlyList<string> Packages, IReadOnlyList<string> Assemblies, IReadOnlyList<string> Natives)
{
    /// <exception cref="JsonException">The file is not what NuGet writes.</exception>
    public static PackageAssets Read(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        var root = json.RootElement;
        var folders = root.GetProperty("packageFolders").EnumerateObject().Select(static folder => folder.Name).ToList();
        // With a runtime identifier there are two targets; the second is for it.
        var packages = root.GetProperty("targets").EnumerateObject().Last().Value.EnumerateObject().ToList();
        return new(
            [.. packages.Select(static package => package.Name.Replace('/', ' '))],
            [.. packages.SelectMany(package => Files(package, "runtime"))],
            [.. packages.SelectMany(package => Files(package, "native"))]
        );

        IEnumerable<string> Files(JsonProperty package, string kind)
        {
            var path = root.GetProperty("libraries").GetProperty(package.Name).GetProperty("path").GetString()!;
            var folder = folders.Select(folder => Path.Combine(folder, path)).FirstOrDefault(Directory.Exists);
            return folder is not null && package.Value.TryGetProperty(kind, out var files)
                ? files
                    .EnumerateObject()
                    .Where(static file => !file.Name.EndsWith("_._", StringComparison.Ordinal))
                    .Select(file => Path.GetFullPath(file.Name, folder))
                : [];
        }
    }
}
