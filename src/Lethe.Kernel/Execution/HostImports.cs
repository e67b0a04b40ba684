using System.Reflection;
using System.Runtime.CompilerServices;

namespace Lethe.Kernel.Execution;

/// <summary>What every cell has without asking: namespaces, and torch.</summary>
internal static class HostImports
{
    private static bool torchIsReady;

    /// <summary>As if every notebook began with these usings.</summary>
    public static IReadOnlyList<string> Namespaces { get; } =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Text", "System.Threading", "System.Threading.Tasks",
        "Microsoft.DotNet.Interactive.Formatting", "Lethe.Kernel", "Lethe.Kernel.Notebook",
        "TorchSharp", "XPlot.Plotly", "Deedle",
        "Lethe.Data", "Lethe.Experiments", "Lethe.Metrics", "Lethe.Models", "Lethe.Runtime", "Lethe.Training", "Lethe.Unlearning",
    ];

    /// <summary>Loads torch before the first cell that uses it: TorchSharp left to itself looks in the wrong places.</summary>
    public static void Prepare(Assembly? cell)
    {
        if (!torchIsReady && cell is not null && cell.GetReferencedAssemblies().Any(static name => name.Name is "TorchSharp" or "Lethe" or "Lethe.Interactive"))
        {
            LoadTorch();
            torchIsReady = true;
        }
    }

    // A method of its own: the library is loaded when this is compiled, not when a cell without torch comes by.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void LoadTorch() => Runtime.TorchRuntime.Load();
}
