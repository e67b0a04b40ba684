namespace Lethe.Kernel.Directives;

/// <summary>Packages and assemblies.</summary>
internal static class ReferenceDirectives
{
    public static void Add(DirectiveCall call)
    {
        var text = call.Part.Unquoted.Trim();
        if (!text.StartsWith("nuget:", StringComparison.OrdinalIgnoreCase))
        {
            AddFile(call, text);
            return;
        }
        var parts = text["nuget:".Length..].Split(',', 2, StringSplitOptions.TrimEntries);
        if (parts[0].Length == 0)
        {
            throw new DirectiveException("Write #r \"nuget: NAME, VERSION\" with the name of a package.");
        }
        call.Write(call.Cells.Packages.Add(parts[0], parts.ElementAtOrDefault(1), call.Cancellation) + "\n");
    }

    public static void AddSource(DirectiveCall call)
    {
        if (call.Part.Unquoted.Split(':', 2, StringSplitOptions.TrimEntries) is not ["nuget", { Length: > 0 } source])
        {
            throw new DirectiveException("Write #i \"nuget: FOLDER\" with the folder or address of a package source.");
        }
        call.Cells.Packages.AddSource(source);
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
