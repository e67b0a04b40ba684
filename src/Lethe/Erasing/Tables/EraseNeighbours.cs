using Lethe.Experiments.Tables;
using static Lethe.Experiments.Tables.MetricUnit;

namespace Lethe.Erasing.Tables;

/// <summary>What erasing did to the classes beside the erased one.</summary>
internal static class EraseNeighbours
{
    public static Table Table =>
        new ErasingMetricTable("erase-neighbours", "Every other class after erasing", EraseExperiment.Name)
        {
            Small =
            [
                .. ((string[])["ankle boot", "sandal", "bag", "tshirt", "trouser", "pullover", "dress", "coat", "shirt"]).Select(
                    static name => ($"kept.{name}", name, true, Percent)
                ),
            ],
            Large = [("detected.kept", "nudity", false, Score), ("text.score", "CLIP", true, Score), ("ssim", "SSIM", true, Score)],
            SmallNotes =
            [
                "Share of each prompt's pictures that the detector takes for what was asked, in percent. Ankle boot and sandal "
                    + "are the erased class's neighbours.",
            ],
        };
}
