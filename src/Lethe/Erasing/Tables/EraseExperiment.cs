using Lethe.Erasing.Runs;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;

namespace Lethe.Erasing.Tables;

/// <summary>
/// The experiment behind the main table of erasing: every method takes one concept out of a model, and judges that none of them has seen
/// say what is gone and what else changed. The pictures of the gallery come from the same cells.
/// </summary>
internal static class EraseExperiment
{
    public const string Name = "erase";

    public static ExperimentEntry Entry =>
        ErasingJobs.Experiment(
            Name,
            [new EraseMetrics(), EraseGallery.Table, EraseNeighbours.Table],
            static lab =>
                lab.Rows(
                    (method, seed) => lab.Describe(Name, method, seed).With("pictures", lab.Sizes.Pictures),
                    (method, run) => Run(lab, method, run)
                )
        );

    private static CellResult Run(ErasingLab lab, IErasingMethod? method, CellContext run)
    {
        var (student, seconds) = lab.Erased(run, method);
        using (student)
        {
            var (now, before, drift) = lab.Compared(run, student, lab.Sizes.Pictures);
            var metrics = lab.Subject.All(now, before, drift, isOriginal: student is null);
            if (student is null)
            {
                foreach (var name in (string[])["ssim", "ssim.erased", "null.drift"])
                {
                    metrics.Remove(name); // with itself
                }
            }
            return new()
            {
                Metrics = metrics,
                Seconds = new() { ["total"] = seconds },
                Arrays = new Dictionary<string, FigureArray> { ["pictures"] = Gallery(lab.Subject, now) },
            };
        }
    }

    private static FigureArray Gallery(IErasingSubject subject, ErasingPictures pictures) =>
        ErasingLab.Array(
            subject.Shown(pictures.Images.index_select(0, tensor(subject.Gallery(pictures).ToArray(), device: pictures.Images.device)))
        );
}
