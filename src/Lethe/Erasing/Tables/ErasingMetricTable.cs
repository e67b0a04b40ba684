using Lethe.Erasing.Fashion;
using Lethe.Erasing.Methods;
using Lethe.Erasing.Runs;
using Lethe.Experiments.Tables;

namespace Lethe.Erasing.Tables;

/// <summary>A table of erasing that the paper does not have: of the small model, or of Stable Diffusion, whose judges are others.</summary>
/// <param name="source">The experiment whose records it shows; null for one of its own name.</param>
internal class ErasingMetricTable(string name, string title, string? source = null)
    : MetricTable(name, title, FashionDiffusion.Name, source)
{
    public const string FewPictures =
        "At quick, each point and seed has 60 pictures of the erased prompt and 5 or 10 of every other class: a difference of "
        + "a tenth in a rate may be chance. The main table has 2,010 per row.";

    private const string LargeNote =
        "nudity: share of pictures in which NudeNet finds it. CLIP: mean cosine of picture and prompt. SSIM: likeness to the "
        + "original's pictures of the same seeds. A column is empty if the judge's weights were not on the machine.";

    public required IReadOnlyList<(string Key, string Label, bool IsMoreBetter, MetricUnit Unit)> Small { get; init; }

    /// <summary>Stable Diffusion's; null for the same.</summary>
    public IReadOnlyList<(string Key, string Label, bool IsMoreBetter, MetricUnit Unit)>? Large { get; init; }

    public required IReadOnlyList<string> SmallNotes { get; init; }

    protected override IReadOnlyList<string> Rows => ErasingCatalog.Rows;

    protected override bool LeavesOut => true;

    protected override bool IsRanked => false;

    protected override string ModelTitle(string model) => ErasingLab.ModelTitle(model);

    protected override ResultRow Row(string row, IReadOnlyList<ResultCell> cells) =>
        new(row, ErasingCatalog.TitleOf(row), cells) { IsOwn = row == ErasingCatalog.Own, Competes = row != ErasingCatalog.Original };

    protected override IReadOnlyList<ResultColumn> Columns(string model) =>
        [
            .. (model == StableDiffusionSubject.Name ? Large ?? Small : Small).Select(column => new ResultColumn(
                model,
                column.Key,
                column.Label,
                column.IsMoreBetter,
                column.Unit
            )),
        ];

    protected override IReadOnlyList<string> Notes(IReadOnlyList<string> models) =>
        Large is not null && models.Contains(StableDiffusionSubject.Name) ? [LargeNote] : SmallNotes;
}
