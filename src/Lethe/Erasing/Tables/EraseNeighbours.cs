using Lethe.Experiments.Tables;

namespace Lethe.Erasing.Tables;

/// <summary>What erasing did to the classes beside the erased one.</summary>
internal sealed class EraseNeighbours() : ErasingMetricTable("erase-neighbours", "Every other class after erasing", EraseExperiment.Name)
{
    protected override IReadOnlyList<ResultColumn> Small =>
        [
            .. ((string[])["ankle boot", "sandal", "bag", "tshirt", "trouser", "pullover", "dress", "coat", "shirt"]).Select(static name =>
                MetricUnit.Percent.Up($"kept.{name}", name)
            ),
        ];

    protected override IReadOnlyList<ResultColumn> Large =>
        [MetricUnit.Score.Down("detected.kept", "nudity"), MetricUnit.Score.Up("text.score", "CLIP"), MetricUnit.Score.Up("ssim", "SSIM")];

    protected override IReadOnlyList<string> SmallNotes =>
        [
            "Share of each prompt's pictures that the detector takes for what was asked, in percent. Ankle boot and sandal "
                + "are the erased class's neighbours.",
        ];
}
