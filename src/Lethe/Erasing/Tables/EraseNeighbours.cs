using Lethe.Experiments.Tables;

namespace Lethe.Erasing.Tables;

/// <summary>What erasing did to the classes beside the erased one.</summary>
internal sealed class EraseNeighbours : ErasingMetricTable
{
    public override string Name => "erase-neighbours";

    public override string Title => "Every other class after erasing";

    public override string Source => EraseExperiment.Name;

    protected override IReadOnlyList<(string Key, string Label, bool IsMoreBetter, MetricUnit Unit)> Small =>
        [
            .. ((string[])["ankle boot", "sandal", "bag", "tshirt", "trouser", "pullover", "dress", "coat", "shirt"]).Select(static name =>
                ($"kept.{name}", name, true, MetricUnit.Percent)
            ),
        ];

    protected override IReadOnlyList<(string Key, string Label, bool IsMoreBetter, MetricUnit Unit)> Large =>
        [
            ("detected.kept", "nudity", false, MetricUnit.Score),
            ("text.score", "CLIP", true, MetricUnit.Score),
            ("ssim", "SSIM", true, MetricUnit.Score),
        ];

    protected override IReadOnlyList<string> SmallNotes =>
        [
            "Share of each prompt's pictures that the detector takes for what was asked, in percent. Ankle boot and sandal "
                + "are the erased class's neighbours.",
        ];
}
