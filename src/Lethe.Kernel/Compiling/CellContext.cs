using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace Lethe.Kernel.Compiling;

/// <summary>Where the compiled cells and what they reference live. What the kit itself has loaded comes from the kit, once, unless a
/// package brings it newer.</summary>
internal sealed class CellContext() : AssemblyLoadContext("cells")
{
    private static readonly ConditionalWeakTable<Assembly, byte[]> Symbols = [];

    private readonly Dictionary<string, Assembly> cells = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> libraries = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> natives = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, bool> used = new(StringComparer.OrdinalIgnoreCase);

    public Assembly LoadCell(string name, MemoryStream image, MemoryStream symbols)
    {
        var cell = cells[name] = LoadFromStream(image, symbols);
        Symbols.Add(cell, symbols.ToArray());
        return cell;
    }

    /// <summary>The portable PDB of a cell's assembly; null if it is none of a cell.</summary>
    public static byte[]? SymbolsOf(Assembly assembly) => Symbols.TryGetValue(assembly, out var symbols) ? symbols : null;

    /// <summary>True if a cell, or what it references, has been bound to an assembly of this name: it stays that one.</summary>
    public bool Uses(string name) => used.ContainsKey(name);

    /// <summary>From here on, an assembly of this file's name is loaded from this file.</summary>
    public void AddLibrary(string path) => libraries[Path.GetFileNameWithoutExtension(path)] = path;

    /// <summary>From here on, a native library of this file's name is loaded from this file.</summary>
    public void AddNative(string path) => natives[Path.GetFileName(path)] = path;

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name is not { } name)
        {
            return null;
        }
        if (cells.TryGetValue(name, out var cell))
        {
            return cell;
        }
        used[name] = true;
        return libraries.TryGetValue(name, out var path) ? LoadFromAssemblyPath(path) : null;
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        (
            from suffix in (string[])["", ".so", ".dylib", ".dll"]
            from prefix in (string[])["", "lib"]
            select natives.GetValueOrDefault(prefix + unmanagedDllName + suffix)
        ).FirstOrDefault(static path => path is not null)
            is { } path
            ? LoadUnmanagedDllFromPath(path)
            : 0;
}
