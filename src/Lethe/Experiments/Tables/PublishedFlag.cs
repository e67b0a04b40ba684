namespace Lethe.Experiments.Tables;

/// <summary>Something that is not right with published numbers.</summary>
/// <param name="Kind"> <c>misprint</c>: contradicts its own row, so nothing is compared with it; <c>repeat</c>: stands in two places that
/// cannot share it; <c>disagreement</c>: two tables print it differently; <c>recipe</c>: rows that should share a recipe do not;
/// <c>unit</c>: the heading names another unit than the numbers have. </param>
/// <param name="Expected">What it should be; null if that does not follow from other numbers.</param>
/// <param name="Note">One sentence for a footnote.</param>
/// <param name="Cells">Where.</param>
public sealed record PublishedFlag(string Kind, double? Expected, string Note, IReadOnlyList<PublishedCell> Cells)
{
    public const string Misprint = "misprint";

    public bool Covers(string dataset, string model, string method, string metric, string? variant = null) =>
        Cells.Any(cell =>
            cell.Dataset == dataset
            && cell.Model == model
            && cell.Method == method
            && cell.Variant == variant
            && (cell.Metric ?? metric) == metric
        );
}
