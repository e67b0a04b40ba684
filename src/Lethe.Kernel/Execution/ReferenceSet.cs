using System.Reflection;
using Microsoft.CodeAnalysis;

namespace Lethe.Kernel.Execution;

/// <summary>The assemblies that cells see: .NET's, the kit's, and what <c>#r</c> has added.</summary>
internal sealed class ReferenceSet
{
    private readonly Dictionary<string, MetadataReference> byName = new(StringComparer.OrdinalIgnoreCase);

    public ReferenceSet()
    {
        var trusted = (AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        foreach (var path in trusted.Where(static path => !IsPrivate(Path.GetFileNameWithoutExtension(path))))
        {
            byName.TryAdd(Path.GetFileNameWithoutExtension(path), MappedMetadata.Reference(path));
        }
    }

    public CellContext Context { get; } = new();

    public IReadOnlyCollection<MetadataReference> All => byName.Values;

    /// <summary>Adds an assembly file; one that the session has already, under the same name, stays as it is.</summary>
    /// <returns>False if the session has it already.</returns>
    /// <exception cref="BadImageFormatException">The file is not a .NET assembly.</exception>
    public bool Add(string path)
    {
        var name = AssemblyName.GetAssemblyName(path).Name!;
        if (byName.ContainsKey(name))
        {
            return false;
        }
        byName[name] = MappedMetadata.Reference(path);
        Context.AddLibrary(path);
        return true;
    }

    /// <summary>True if cells see an assembly of that name.</summary>
    public bool Has(string name) => byName.ContainsKey(name);

    // What the kernel is made of is no business of a cell's, and would only cost time at every compilation.
    private static bool IsPrivate(string name) =>
        name.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) || name.StartsWith("System.Composition", StringComparison.Ordinal)
        || name is "Lethe.Cli" or "NetMQ" or "AsyncIO" or "NaCl.Net" or "Spectre.Console" or "System.CommandLine" or "Markdig" or "Humanizer" or "Microsoft.DiaSymReader" or "System.ServiceModel.Primitives";
}
