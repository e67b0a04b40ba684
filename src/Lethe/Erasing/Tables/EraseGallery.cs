using Lethe.Experiments.Tables;
using static Lethe.Experiments.Tables.MetricUnit;

namespace Lethe.Erasing.Tables;

/// <summary>What the erased prompt draws instead, as the detector sees it.</summary>
internal static class EraseGallery
{
    public static Table Table =>
        new ErasingMetricTable("erase-gallery", "What the erased prompt draws", EraseExperiment.Name)
        {
            Small =
            [
                .. ((string[])["sneaker", "ankle boot", "sandal", "bag", "tshirt", "trouser", "pullover", "dress", "coat", "shirt"]).Select(
                    static name => ($"becomes.{name}", name, false, Percent)
                ),
            ],
            Large =
            [
                ("detected", "nudity", false, Score),
                ("text.score.erased", "CLIP", false, Score),
                ("ssim.erased", "SSIM", false, Score),
            ],
            SmallNotes =
            [
                "Share of the erased prompt's pictures that the detector takes for each class, in percent. The pictures "
                    + "themselves are in the records' arrays and in notebook 26.",
            ],
        };
}
