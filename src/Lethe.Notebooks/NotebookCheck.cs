using Lethe.Kernel;

namespace Lethe.Notebooks;

/// <summary>Whether a notebook may be committed: clean, or executed as it stands; nothing that only one machine has.</summary>
public static partial class NotebookCheck
{
    /// <returns>What is wrong, a sentence each; none if nothing is.</returns>
    public static IEnumerable<string> Of(NotebookFile notebook)
    {
        var code = notebook.Cells.Where(static cell => cell.IsCode && cell.Source.Trim().Length > 0).ToList();
        var executed = code.Where(static cell => cell.ExecutionCount is not null || cell.Outputs.Count > 0).ToList();
        if (executed.Count > 0)
        {
            // Outputs that are shown must come from one run, from top to bottom, of just these cells.
            var runnable = code.Where(static cell => !cell.Tags.Any(RunOptions.LeftOut.Contains)).ToList();
            foreach (var (cell, i) in runnable.Select(static (cell, i) => (cell, i)))
            {
                if (cell.ExecutionCount != i + 1)
                {
                    yield return $"{Name(cell)}: its outputs are stale: it was run as number "
                        + $"{cell.ExecutionCount?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none"}, its place "
                        + $"is {i + 1}. Run the notebook from top to bottom, or strip it.";
                    break;
                }
            }
            foreach (
                var cell in executed.Where(static cell =>
                    cell.Outputs.Any(static output => output["output_type"]?.ToString() == "error")
                    && !cell.Tags.Contains("raises-exception")
                )
            )
            {
                yield return $"{Name(cell)}: its output is an error.";
            }
        }
        if (notebook.Metadata["kernelspec"]?["name"]?.ToString() != KernelSpecs.Name)
        {
            yield return $"The notebook's kernel is '{notebook.Metadata["kernelspec"]?["name"]}', not {KernelSpecs.Name}.";
        }
        foreach (var cell in notebook.Cells)
        {
            var noise = cell.Metadata.Select(static pair => pair.Key).Where(static key => key is not ("tags" or "name")).ToList();
            if (noise.Count > 0)
            {
                yield return $"{Name(cell)}: its metadata hold {string.Join(", ", noise)}.";
            }
            foreach (var text in cell.Outputs.Select(static output => output.ToJsonString()).Prepend(cell.Source))
            {
                if (AbsolutePath().Match(text) is { Success: true } path)
                {
                    yield return $"{Name(cell)}: the path {path.Value} is of one machine.";
                    break;
                }
            }
        }
    }

    private static string Name(NotebookCell cell) => $"Cell {cell.Id}";

    [GeneratedRegex("""(?<![\w.:/])/(?:home|Users|root|tmp|mnt)/[\w.\-/]+|\b[A-Za-z]:\\\\?(?:Users|Temp)\\\\?[\w.\-]+""")]
    private static partial Regex AbsolutePath();
}
