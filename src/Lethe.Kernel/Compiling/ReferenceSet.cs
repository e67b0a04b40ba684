using System.Reflection;
using Microsoft.CodeAnalysis;

namespace Lethe.Kernel.Compiling;

/// <summary>The assemblies that cells see: .NET's, the kit's, and what <c>#r</c> has added.</summary>
internal sealed class ReferenceSet
{
    // What the kernel is made of is no business of a cell's, and would only cost time at every compilation.
    private static readonly HashSet<string> Private =
    [
        "AsyncIO",
        "Humanizer",
        "Lethe.Cli",
        "Lethe.Notebooks",
        "Markdig",
        "Microsoft.DiaSymReader",
        "NaCl.Net",
        "NetMQ",
        "Spectre.Console",
        "System.CommandLine",
        "System.ServiceModel.Primitives",
    ];

    // One for all sessions of a process: what Roslyn has found out about an assembly serves the next notebook too.
    private static readonly Lazy<IReadOnlyList<(string Name, MetadataReference Reference)>> Trusted = new(static () =>
        [
            .. ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "")
                .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                .Select(static path => (Name: Path.GetFileNameWithoutExtension(path), Path: path))
                .DistinctBy(static file => file.Name, StringComparer.OrdinalIgnoreCase)
                .Where(static file => !Private.Contains(file.Name))
                .Where(static file => !file.Name.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal))
                .Where(static file => !file.Name.StartsWith("System.Composition", StringComparison.Ordinal))
                .Select(static file => (file.Name, (MetadataReference)MappedMetadata.Reference(file.Path))),
        ]
    );

    private readonly List<MetadataReference> all = [.. Trusted.Value.Select(static one => one.Reference)];
    private readonly HashSet<string> names = new(Trusted.Value.Select(static one => one.Name), StringComparer.OrdinalIgnoreCase);

    public CellContext Context { get; } = new();

    /// <summary>In the order in which they came: it only grows.</summary>
    public int Count => all.Count;

    /// <summary>Those beyond the first <paramref name="known"/>. A submission inherits its predecessors' references; named again, Roslyn
    /// keeps all of them once more for each: gigabytes after 1,000 cells.</summary>
    public IReadOnlyList<MetadataReference> Since(int known) => all[known..];

    /// <returns>False if the session has an assembly of that name: it stays as it is.</returns>
    /// <exception cref="BadImageFormatException">The file is not a .NET assembly.</exception>
    public bool Add(string path)
    {
        var name = AssemblyName.GetAssemblyName(path).Name!;
        if (Has(name))
        {
            return false;
        }
        all.Add(MappedMetadata.Reference(path));
        names.Add(name);
        Context.AddLibrary(path);
        return true;
    }

    public bool Has(string name) => names.Contains(name);
}
