using Lethe.Kernel.Outputs;

namespace Lethe.Kernel.Directives;

/// <summary>Packages and assemblies.</summary>
internal static class ReferenceDirectives
{
    private const string Nuget = "nuget:";

    /// <summary>Packages that a cell asks for one after the other as one: they are restored together.</summary>
    public static IReadOnlyList<CellPart> Gathered(IReadOnlyList<CellPart> parts)
    {
        var gathered = new List<CellPart>();
        foreach (var part in parts)
        {
            if (IsPackage(part) && gathered.Count > 0 && IsPackage(gathered[^1]))
            {
                var first = (CellPart.Directive)gathered[^1];
                gathered[^1] = first with { Body = $"{first.Body}\n{((CellPart.Directive)part).Arguments}" };
            }
            else
            {
                gathered.Add(part);
            }
        }
        return gathered;
    }

    public static void Add(DirectiveCall call)
    {
        var part = call.Part;
        if (!IsPackage(part))
        {
            AddFile(call, part.Unquoted.Trim());
            return;
        }
        var others = part.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => part with { Arguments = line });
        var (said, warnings) = call.Cells.Packages.Add([.. others.Prepend(part).Select(Package)], call.Cancellation);
        call.Write(string.Concat(said.Select(static line => line + "\n")));
        Warn(call, warnings);
    }

    private static bool IsPackage(CellPart part) =>
        part is CellPart.Directive { Name: "#r" } directive
        && directive.Arguments.TrimStart([.. CellPart.Opening, ' ']).StartsWith(Nuget, StringComparison.OrdinalIgnoreCase);

    private static (string Name, string? Version) Package(CellPart.Directive part)
    {
        var parts = part.Unquoted.Trim()[Nuget.Length..].Split(',', 2, StringSplitOptions.TrimEntries);
        return parts[0].Length > 0
            ? (parts[0], parts.ElementAtOrDefault(1))
            : throw new DirectiveException("Write #r \"nuget: NAME, VERSION\" with the name of a package.");
    }

    public static void AddSource(DirectiveCall call)
    {
        if (call.Part.Unquoted.Split(':', 2, StringSplitOptions.TrimEntries) is not ["nuget", { Length: > 0 } source])
        {
            throw new DirectiveException("Write #i \"nuget: FOLDER\" with the folder or address of a package source.");
        }
        call.Cells.Packages.AddSource(source);
    }

    private static void Warn(DirectiveCall call, IEnumerable<string> warnings)
    {
        foreach (var warning in warnings)
        {
            call.Output.Write(OutputStream.Error, $"Warning: {warning}\n");
        }
    }

    private static void AddFile(DirectiveCall call, string name)
    {
        var references = call.Cells.Session.References;
        var path = Path.GetFullPath(name, call.Cells.BaseFolder);
        if (!File.Exists(path))
        {
            // #r "System.Net.Http": an assembly that is there already, by name.
            var simple = name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? Path.GetFileNameWithoutExtension(name) : name;
            if (references.Has(simple) && Path.GetFileName(name) == name)
            {
                return;
            }
            throw new DirectiveException($"There is no file {path}.");
        }
        try
        {
            Warn(call, references.Add(path).Warning is { } warning ? [warning] : []);
        }
        catch (BadImageFormatException error)
        {
            throw new DirectiveException($"{path} is not a .NET assembly.", error);
        }
    }
}
