using Lethe.Kernel.Outputs;

namespace Lethe.Kernel.Directives;

/// <summary>Adds a package or an assembly.</summary>
internal sealed class ReferenceDirective : IDirective
{
    public IReadOnlyList<string> Names { get; } = ["#r"];

    public string Usage => "\"nuget: NAME, VERSION\"";

    public string Help => "Adds a NuGet package, or an assembly: #r \"path.dll\".";

    public void Run(DirectiveCall call)
    {
        var text = call.Unquoted.Trim();
        if (text.StartsWith("nuget:", StringComparison.OrdinalIgnoreCase))
        {
            var parts = text["nuget:".Length..].Split(',', 2, StringSplitOptions.TrimEntries);
            if (parts[0].Length == 0)
            {
                throw new DirectiveException("Write #r \"nuget: NAME, VERSION\" with the name of a package.");
            }
            foreach (var line in call.Cells.Packages.Add(parts[0], parts.ElementAtOrDefault(1), call.Cancellation))
            {
                call.Output.Write(OutputStream.Standard, line + "\n");
            }
            return;
        }
        AddFile(call, text);
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
            references.Add(path);
        }
        catch (BadImageFormatException error)
        {
            throw new DirectiveException($"{path} is not a .NET assembly.", error);
        }
    }
}
