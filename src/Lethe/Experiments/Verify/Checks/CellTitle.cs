using Lethe.Experiments.Records;

namespace Lethe.Experiments.Verify.Checks;

/// <summary>A cell in a few words.</summary>
public static class CellTitle
{
    // What tells cells of one experiment apart besides the method: a table's variant, a family of forgeries, a way to invert.
    private static readonly string[] Telling = ["variant", "family", "mode"];

    public static string Of(Cell cell) =>
        string.Join(
            ", ",
            ((string?[])[cell.Experiment, cell.Model, cell.Method])
                .Concat(Telling.Select(name => cell.Settings.GetValueOrDefault(name)))
                .Append(cell.Forgotten)
                .Append(FormattableString.Invariant($"seed {cell.Seed}"))
                .OfType<string>()
        );
}
