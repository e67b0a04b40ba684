using Lethe.Data;
using Lethe.Unlearning.Oracles;
using Lethe.Unlearning.Runs;

namespace Lethe.Unlearning.Seen;

/// <summary>The images behind a record: it does not hold them, because the data set does.</summary>
public static class SeenImages
{
    /// <summary>In the record's order.</summary>
    /// <param name="dataDir">See <see cref="DataOptions"/>.</param>
    /// <returns>N x C x H x W in [0, 1], on the CPU, the caller's; null where the data set is not here, or is not the one of the record.
    /// </returns>
    public static Tensor? Of(SeenRecord record, string? dataDir = null)
    {
        using var scope = NewDisposeScope();
        var cell = record.Record.Cell;
        if (DatasetCatalog.All.Find(cell.Dataset)?.Load is null)
        {
            return null;
        }
        EvaluationImages images;
        try
        {
            var data = Profile.Get(cell.Profile).Load(cell.Dataset, dataDir);
            images = new(ForgetSplit.ByClass(data, record.ForgetClass), record.Sizes, Precision.Float32);
        }
        catch (LetheException error) when (error.ExitCode is ExitCode.NotFound or ExitCode.BadFile)
        {
            return null;
        }
        return images.Labels.SequenceEqual(record.Labels)
            ? cat([
                    .. images.Parts.Select(static part =>
                        part.ReadPixels([.. Enumerable.Range(0, part.Count).Select(static i => (long)i)]).Pixels
                    ),
                ])
                .MoveToOuterDisposeScope()
            : null;
    }
}
