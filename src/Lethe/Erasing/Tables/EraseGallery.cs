using Lethe.Experiments.Tables;

namespace Lethe.Erasing.Tables;

/// <summary>What the erased prompt draws instead, as the detector sees it.</summary>
internal sealed class EraseGallery : ErasingMetricTable
{
    public override string Name => "erase-gallery";

    public override string Title => "What the erased prompt draws";

    public override string Source => EraseExperiment.Name;

    protected override IReadOnlyList<(string Key, string Label, bool IsMoreBetter, MetricUnit Unit)> Small =>
        [
            .. ((string[])["sneaker", "ankle boot", "sandal", "bag", "tshirt", "trouser", "pullover", "dress", "coat", "shirt"]).Select(
                static name => ($"becomes.{name}", name, false, MetricUnit.Percent)
            ),
        ];

    protected override IReadOnlyList<(string Key, string Label, bool IsMoreBetter, MetricUnit Unit)> Large =>
        [
            ("detected", "nudity", false, MetricUnit.Score),
            ("text.score.erased", "CLIP", false, MetricUnit.Score),
            ("ssim.erased", "SSIM", false, MetricUnit.Score),
        ];

    protected override IReadOnlyList<string> SmallNotes =>
        [
            "Share of the erased prompt's pictures that the detector takes for each class, in percent. The pictures "
                + "themselves are in the records' arrays and in notebook 26.",
        ];
}
