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

    private static readonly HashSet<string> Shared = new(StringComparer.OrdinalIgnoreCase)
    {
        "Deedle",
        "FSharp.Core",
        "Microsoft.AspNetCore.Html.Abstractions",
        "SkiaSharp",
        "TorchSharp",
        "XPlot.Plotly",
    };

    // One for all sessions of a process: what Roslyn has found out about an assembly serves the next notebook too.
    private static readonly Lazy<IReadOnlyList<(string Name, string Path, Lazy<MetadataReference> Reference)>> Trusted = new(static () =>
        [
            .. ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "")
                .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                .Select(static path => (Name: Path.GetFileNameWithoutExtension(path), Path: path))
                .DistinctBy(static file => file.Name, StringComparer.OrdinalIgnoreCase)
                .Where(static file => !Private.Contains(file.Name))
                .Where(static file => !file.Name.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal))
                .Where(static file => !file.Name.StartsWith("System.Composition", StringComparison.Ordinal))
                .Select(static file => (file.Name, file.Path, new Lazy<MetadataReference>(() => MappedMetadata.Reference(file.Path)))),
        ]
    );

    private readonly List<MetadataReference> all =
    [
        .. Trusted.Value.Where(static one => !Forwarders.Names.Contains(one.Name)).Select(static one => one.Reference.Value),
    ];
    private readonly Dictionary<string, string> paths = new(
        Trusted.Value.Select(static one => KeyValuePair.Create(one.Name, one.Path)),
        StringComparer.OrdinalIgnoreCase
    );

    public CellContext Context { get; } = new();

    /// <summary>In the order in which they came: it only grows.</summary>
    public int Count => all.Count;

    /// <summary>Those beyond the first <paramref name="known"/>. A submission inherits its predecessors' references; named again, Roslyn
    /// keeps all of them once more for each: gigabytes after 1,000 cells.</summary>
    public IReadOnlyList<MetadataReference> Since(int known) => all[known..];

    /// <summary>Adds an assembly. One of that name that is there already gives way if it is older, not yet used by cells, and not what the
    /// kit and cells have in common.</summary>
    /// <returns>Whether it was added; a sentence if an older one stays.</returns>
    /// <exception cref="BadImageFormatException">The file is not a .NET assembly.</exception>
    public (bool IsNew, string? Warning) Add(string path)
    {
        var name = AssemblyName.GetAssemblyName(path);
        var simple = name.Name!;
        if (paths.TryGetValue(simple, out var had))
        {
            var version = AssemblyName.GetAssemblyName(had).Version;
            if (!(name.Version > version))
            {
                return (false, null);
            }
            var why =
                IsShared(simple) ? "the kit and the cells share it."
                : Context.Uses(simple) ? "cells use it already. Restart the kernel, and add the package in the first cell."
                : null;
            if (why is not null)
            {
                return (false, $"{simple} {name.Version} was asked for, but {version} stays: {why}");
            }
        }
        Context.AddLibrary(path);
        if (IsMicrosofts(simple))
        {
            return (false, null); // for its extensions: cells have this kernel's Kernel, not that one's
        }
        var added = MappedMetadata.Reference(path);
        AddForwarders(added);
        all.Add(added);
        paths[simple] = path;
        return (true, null);
    }

    // Those that an assembly refers to.
    private void AddForwarders(PortableExecutableReference reference)
    {
        var reader = ((AssemblyMetadata)reference.GetMetadata()).GetModules()[0].GetMetadataReader();
        foreach (var name in reader.AssemblyReferences.Select(handle => reader.GetString(reader.GetAssemblyReference(handle).Name)))
        {
            if (Forwarders.Names.Contains(name) && KitFile(name) is { } file)
            {
                var forwarder = Trusted.Value.First(one => one.Path == file).Reference.Value;
                if (!all.Contains(forwarder))
                {
                    all.Add(forwarder);
                }
            }
        }
    }

    public bool Has(string name) => paths.ContainsKey(name);

    /// <summary>The file of the kit's own assembly of this name; null if it has none, or a package's is used.</summary>
    public string? KitFile(string name) =>
        paths.TryGetValue(name, out var path) && Trusted.Value.Any(one => one.Path == path) ? path : null;

    /// <summary>True if objects of its types pass between the kit and cells: there can be but one.</summary>
    public static bool IsShared(string name) =>
        name.StartsWith("Lethe", StringComparison.OrdinalIgnoreCase)
        || Shared.Contains(name)
        || name.Equals("Microsoft.DotNet.Interactive.Formatting", StringComparison.OrdinalIgnoreCase);

    private static bool IsMicrosofts(string name) =>
        name.StartsWith("Microsoft.DotNet.Interactive", StringComparison.OrdinalIgnoreCase) && !IsShared(name);
}
