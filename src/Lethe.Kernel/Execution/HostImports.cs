using System.Reflection;
using System.Runtime.CompilerServices;
using Lethe.Interactive.Runs;
using Lethe.Interactive.Widgets;
using Lethe.Kernel.Outputs;

namespace Lethe.Kernel.Execution;

/// <summary>What every cell has without asking: namespaces, and torch.</summary>
internal static class HostImports
{
    private static bool torchIsReady;
    private static bool formattersAreReady;

    /// <summary>As if every notebook began with these usings.</summary>
    public static IReadOnlyList<string> Namespaces { get; } =
    [
        "System",
        "System.Collections.Generic",
        "System.IO",
        "System.Linq",
        "System.Net.Http",
        "System.Text",
        "System.Threading",
        "System.Threading.Tasks",
        "Microsoft.DotNet.Interactive.Formatting",
        "Lethe.Kernel",
        "Lethe.Kernel.Notebook",
        "TorchSharp",
        "XPlot.Plotly",
        "Deedle",
        "Lethe.Data",
        "Lethe.Detection",
        "Lethe.Detection.Detectors",
        "Lethe.Detection.Detectors.Mat",
        "Lethe.Detection.Distillation",
        "Lethe.Detection.Evaluation",
        "Lethe.Detection.Explain",
        "Lethe.Detection.Objectives",
        "Lethe.Detection.Sok",
        "Lethe.Detection.Runs",
        "Lethe.Detection.Tables",
        "Lethe.Detection.Training",
        "Lethe.Detection.Verdicts",
        "Lethe.Embedding",
        "Lethe.Erasing",
        "Lethe.Erasing.Diffusion",
        "Lethe.Erasing.Fashion",
        "Lethe.Erasing.Judges",
        "Lethe.Erasing.Methods",
        "Lethe.Erasing.Reports",
        "Lethe.Erasing.Runs",
        "Lethe.Erasing.Tables",
        "Lethe.Experiments",
        "Lethe.Experiments.Plans",
        "Lethe.Experiments.Records",
        "Lethe.Experiments.Reports",
        "Lethe.Experiments.Runs",
        "Lethe.Experiments.Tables",
        "Lethe.Experiments.Verify.Checks",
        "Lethe.Experiments.Verify.Drawing",
        "Lethe.Experiments.Verify.Tolerances",
        "Lethe.Experiments.Verify",
        "Lethe.Faces",
        "Lethe.Faces.Drawn",
        "Lethe.Faces.Films",
        "Lethe.Faces.Finders",
        "Lethe.Faces.Forgeries",
        "Lethe.Faces.Paired",
        "Lethe.Faces.Published",
        "Lethe.Faces.Sets",
        "Lethe.Imaging",
        "Lethe.Metrics",
        "Lethe.Metrics.Ensembles",
        "Lethe.Models",
        "Lethe.Pages",
        "Lethe.Runtime",
        "Lethe.Training",
        "Lethe.Training.Pickles",
        "Lethe.Unlearning",
        "Lethe.Unlearning.Forgetting",
        "Lethe.Unlearning.Oracles",
        "Lethe.Unlearning.Runs",
        "Lethe.Unlearning.Seen",
        "Lethe.Unlearning.Tables",
        "Lethe.Unlearning.Tuning",
        "Lethe.Interactive",
        "Lethe.Interactive.Charts",
        "Lethe.Interactive.Colours",
        "Lethe.Interactive.Seen",
        "Lethe.Interactive.Widgets",
    ];

    /// <summary>Before the first cell that uses them: loads torch, which TorchSharp left to itself looks for in the wrong places, and tells
    /// the formatters about charts, tables and tensors, and the kit where progress is shown.</summary>
    public static void Prepare(Assembly? cell)
    {
        if (torchIsReady || cell is null)
        {
            return;
        }
        var used = cell.GetReferencedAssemblies().Select(static name => name.Name).ToHashSet();
        var usesTorch = used.Overlaps(["TorchSharp", "Lethe", "Lethe.Interactive"]);
        if (used.Contains("Microsoft.DotNet.Interactive.Formatting"))
        {
            Outputs.ValueFormatter.Install();
        }
        if (!formattersAreReady && (usesTorch || used.Overlaps(["XPlot.Plotly", "Deedle"])))
        {
            RegisterFormatters();
            formattersAreReady = true;
        }
        if (usesTorch)
        {
            LoadTorch();
            torchIsReady = true;
        }
    }

    // Methods of their own: the libraries are loaded when these are compiled, not when a cell comes by that does without.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void LoadTorch()
    {
        LibTorchPackage.Showing = static restore => restore(new DownloadLog(Console.Error), Notebook.CellToken);
        TorchRuntime.Load();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RegisterFormatters()
    {
        ValueFormatter.Libraries = static () => Interactive.Formatting.Formatters.Register(Interactive.Formatting.PlotlyScript.KernelPath);
        ValueFormatter.Libraries();
        Interactive.NotebookHost.Display = static value => Notebook.display(value).UpdateEvenIfInterrupted;
        Interactive.NotebookHost.Cancellation = static () => Notebook.CellToken;
        Interactive.NotebookHost.Capture = AreaSink.Run;
        ValueFormatter.Live = static value =>
            value is Widget widget && CellOutput.Current?.Widgets is { } host && widget.Open(host) is { } view
                ? (Widget.MimeType, view)
                : null;
        // Where nobody turns it, code still may: its picture keeps up with it.
        Notebook.Followed = static (value, shown) =>
        {
            if (value is Widget widget && CellOutput.Current?.Widgets is null)
            {
                widget.Redrawn += () => shown.UpdateEvenIfInterrupted(widget);
            }
        };
    }
}
