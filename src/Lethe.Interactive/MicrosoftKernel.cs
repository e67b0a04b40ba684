using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using Lethe.Interactive.Formatting;
using Lethe.Runtime;
using Microsoft.DotNet.Interactive.Formatting;
using SkiaSharp;
using XPlot.Plotly;

namespace Lethe.Interactive;

/// <summary>What the kit needs in Microsoft's kernel. The package's script (<c>extension.dib</c>) calls it as soon as a cell has referenced
/// the package; a cell that references the built libraries calls it itself, before anything of TorchSharp's.</summary>
public static class MicrosoftKernel
{
    // That kernel comes with an FSharp.Core older than Deedle asks for, and a context holds only one of a name.
    private static readonly AssemblyLoadContext Newer = new("FSharp.Core");
    private static readonly Lock Gate = new();
    private static bool isPrepared;

    /// <param name="display">See <see cref="NotebookHost.Display"/>.</param>
    /// <param name="cancellation">See <see cref="NotebookHost.Cancellation"/>.</param>
    /// <exception cref="LetheException">NoDevice: torch does not load here.</exception>
    public static void Prepare(Func<object, Action<object>> display, Func<CancellationToken> cancellation)
    {
        (NotebookHost.Display, NotebookHost.Cancellation) = (display, cancellation);
        lock (Gate)
        {
            if (!isPrepared)
            {
                isPrepared = true;
                AssemblyLoadContext.Default.Resolving += static (_, wanted) => FSharpCore(wanted);
                NativeLibrary.SetDllImportResolver(typeof(SKObject).Assembly, static (name, _, _) => Skia(name));
            }
        }
        TorchRuntime.Load();
        Formatters.Register(PlotlyScript.KernelPath); // live where the kit's own kernel is installed too
        // That kernel sends JSON as one text, which no renderer of plotly reads.
        Formatter.SetPreferredMimeTypesFor(typeof(PlotlyChart), HtmlFormatter.MimeType, ChartFormat.SvgMimeType);
    }

    internal static Assembly? FSharpCore(AssemblyName wanted) =>
        wanted.Name == "FSharp.Core"
        && FSharpCores().FirstOrDefault(file => AssemblyName.GetAssemblyName(file).Version >= wanted.Version) is { } found
            ? Newer.LoadFromAssemblyPath(found)
            : null;

    // Beside this library; or among the packages, where this library is NAME/VERSION/lib/FRAMEWORK/NAME.dll.
    private static IEnumerable<string> FSharpCores()
    {
        var here = Path.GetDirectoryName(typeof(MicrosoftKernel).Assembly.Location)!;
        var packages = new DirectoryInfo(Path.Combine(here, "..", "..", "..", "..", "fsharp.core"));
        var packaged = packages.Exists ? packages.EnumerateDirectories() : [];
        return packaged
            .Select(static version => Path.Combine(version.FullName, "lib", "netstandard2.1", "FSharp.Core.dll"))
            .Prepend(Path.Combine(here, "FSharp.Core.dll"))
            .Where(File.Exists);
    }

    // 0 leaves it to whoever is asked next: of packages, that kernel knows the native libraries.
    internal static nint Skia(string name)
    {
        var file = name + Path.GetExtension(LibTorchFolder.FileName(name)); // it begins with lib on every system
        return LibTorchFolder.Beside(file) is { } folder ? NativeLibrary.Load(Path.Combine(folder, file)) : 0;
    }
}
