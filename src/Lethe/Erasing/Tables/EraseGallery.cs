using Lethe.Experiments.Tables;

namespace Lethe.Erasing.Tables;

/// <summary>What the erased prompt draws instead, as the detector sees it.</summary>
internal sealed class EraseGallery() : ErasingMetricTable("erase-gallery", "What the erased prompt draws", EraseExperiment.Name)
{
    protected override IReadOnlyList<ResultColumn> Small =>
        [
            .. ((string[])["sneaker", "ankle boot", "sandal", "bag", "tshirt", "trouser", "pullover", "dress", "coat", "shirt"]).Select(
                static name => MetricUnit.Percent.Down($"becomes.{name}", name)
            ),
        ];

    protected override IReadOnlyList<ResultColumn> Large =>
        [
            MetricUnit.Score.Down("detected", "nudity"),
            MetricUnit.Score.Down("text.score.erased", "CLIP"),
            MetricUnit.Score.Down("ssim.erased", "SSIM"),
        ];

    protected override IReadOnlyList<string> SmallNotes =>
        [
            "Share of the erased prompt's pictures that the detector takes for each class, in percent. The pictures "
                + "themselves are in the records' arrays and in notebook 26.",
        ];
}
