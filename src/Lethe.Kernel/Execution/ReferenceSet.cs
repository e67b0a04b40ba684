using System.Reflection;
using Microsoft.CodeAnalysis;

namespace Lethe.Kernel.Execution;

/// <summary>The assemblies that cells see: .NET's, the kit's, and what <c>#r</c> has added.</summary>
internal sealed class ReferenceSet
{
    // One for all sessions of a process: what Roslyn has found out about an assembly serves the next notebook too.
    private static readonly Lazy<IReadOnlyList<PortableExecutableReference>> Trusted = new(static () =>
        [
            .. ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "")
                .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                .DistinctBy(Path.GetFileNameWithoutExtension, StringComparer.OrdinalIgnoreCase)
                .Where(static path => !IsPrivate(Path.GetFileNameWithoutExtension(path)))
                .Select(MappedMetadata.Reference),
        ]
    );

    private readonly List<MetadataReference> all = [.. Trusted.Value];
    private readonly HashSet<string> names = new(
        Trusted.Value.Select(static reference => Path.GetFileNameWithoutExtension(reference.FilePath!)),
        StringComparer.OrdinalIgnoreCase
    );

    public CellContext Context { get; } = new();

    /// <summary>In the order in which they came: it only grows.</summary>
    public int Count => all.Count;

    /// <summary>
    /// Those beyond the first <paramref name="known"/>. A submission inherits its predecessors' references; naming them again makes Roslyn
    /// keep
    /// all of them once more for each: gigabytes after 1,000 cells.
    /// </summary>
    public IReadOnlyList<MetadataReference> Since(int known) => all[known..];

    /// <summary>Adds an assembly file; one that the session has already, under the same name, stays as it is.</summary>
    /// <returns>False if the session has it already.</returns>
    /// <exception cref="BadImageFormatException">The file is not a .NET assembly.</exception>
    public bool Add(string path)
    {
        var name = AssemblyName.GetAssemblyName(path).Name!;
        if (names.Contains(name))
        {
            return false;
        }
        all.Add(MappedMetadata.Reference(path));
        names.Add(name);
        Context.AddLibrary(path);
        return true;
    }

    /// <summary>True if cells see an assembly of that name.</summary>
    public bool Has(string name) => names.Contains(name);

    // What the kernel is made of is no business of a cell's, and would only cost time at every compilation.
    private static bool IsPrivate(string name) =>
        name.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal)
        || name.StartsWith("System.Composition", StringComparison.Ordinal)
        || name
            is "Lethe.Cli"
                or "Lethe.Notebooks"
                or "NetMQ"
                or "AsyncIO"
                or "NaCl.Net"
                or "Spectre.Console"
                or "System.CommandLine"
                or "Markdig"
                or "Humanizer"
                or "Microsoft.DiaSymReader"
                or "System.ServiceModel.Primitives";
}
