using System.Diagnostics;
using Lethe.Kernel.Compiling;

namespace Lethe.Kernel.Directives;

/// <summary>The NuGet packages of a notebook: all that were asked for so far are restored together.</summary>
internal sealed class PackageReferences(ReferenceSet references)
{
    private readonly SortedDictionary<string, string> wanted = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> found = new(StringComparer.OrdinalIgnoreCase);
    private readonly PackageRestore restore = new();

    public void AddSource(string source) => restore.Sources.Add(source);

    /// <summary>Adds packages, in versions as in a project file; if one is null, in that which is there, or else the latest.</summary>
    /// <returns>What to tell the reader, and what to warn of.</returns>
    /// <exception cref="DirectiveException">There is no such package, or no SDK; the session is as it was.</exception>
    public (IReadOnlyList<string> Said, IReadOnlyList<string> Warnings) Add(
        IReadOnlyList<(string Name, string? Version)> packages,
        CancellationToken cancellation
    )
    {
        var (said, warnings) = (new List<string>(), new List<string>());
        var all = new SortedDictionary<string, string>(wanted, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, version) in packages)
        {
            if (OfTheKit(name, version, warnings))
            {
                said.Add($"{name} is part of the kit: nothing to do.");
                continue;
            }
            var has = found.GetValueOrDefault(name);
            var asked = version is { Length: > 0 } ? version : all.GetValueOrDefault(name) ?? has ?? "*";
            if (wanted.TryGetValue(name, out var had) && asked != had && asked != has)
            {
                throw new DirectiveException($"{name} {has ?? had} is in use; another version needs a restarted kernel.");
            }
            all[name] = had ?? asked;
        }
        var asks = all.Keys.Except(wanted.Keys, StringComparer.OrdinalIgnoreCase).ToList();
        if (asks.Count > 0)
        {
            warnings.AddRange(Take(all, cancellation));
        }
        said.AddRange(packages.Where(package => all.ContainsKey(package.Name)).Select(package => $"{package.Name} {found[package.Name]}"));
        return (said, warnings);
    }

    private List<string> Take(SortedDictionary<string, string> all, CancellationToken cancellation)
    {
        var warnings = new List<string>();
        var assets = restore.Run(all, warnings, cancellation);
        warnings.AddRange(assets.Assemblies.Select(references.Add).Select(static added => added.Warning).OfType<string>());
        foreach (var native in assets.Natives)
        {
            references.Context.AddNative(native);
        }
        foreach (var package in assets.Packages.Select(static package => package.Split(' ')))
        {
            found[package[0]] = package[1];
        }
        foreach (var (name, version) in all)
        {
            wanted[name] = version;
        }
        return warnings;
    }

    // libtorch comes with the kit, whichever of its packages a notebook asks for.
    private bool OfTheKit(string name, string? version, List<string> warnings)
    {
        var own =
            name.StartsWith("TorchSharp-", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("libtorch-", StringComparison.OrdinalIgnoreCase)
                ? "TorchSharp"
            : name.Equals("XPlot.Plotly.Interactive", StringComparison.OrdinalIgnoreCase) ? "XPlot.Plotly"
            : name;
        if (references.KitFile(own) is not { } file)
        {
            return false;
        }
        var has = FileVersionInfo.GetVersionInfo(file);
        if (!(Number(version) > new Version(has.FileMajorPart, has.FileMinorPart, has.FileBuildPart)))
        {
            return true;
        }
        if (ReferenceSet.IsShared(own))
        {
            warnings.Add($"{name} {version} was asked for, but the kit's own {has.FileVersion} stays: the kit and the cells share it.");
        }
        return ReferenceSet.IsShared(own);
    }

    // Of "[1.2.3, 2.0)" and "1.2.3-preview" 1.2.3; null if there is none.
    private static Version? Number(string? version) =>
        Version.TryParse(version?.Trim('[', ']', '(', ')').Split('-', '+', '*', ',')[0].TrimEnd('.'), out var number) ? number : null;
}
