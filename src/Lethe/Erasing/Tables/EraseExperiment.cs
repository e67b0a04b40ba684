using Lethe.Erasing.Methods;
using Lethe.Erasing.Runs;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using static TorchSharp.torch;

namespace Lethe.Erasing.Tables;

/// <summary>
/// The experiment behind the main table of erasing: every method takes one concept out of a model, and judges that none of them has seen
/// say what is gone and what else changed. The pictures of the gallery come from the same cells.
/// </summary>
internal static class EraseExperiment
{
    /// <summary>In the records.</summary>
    public const string Name = "erase";

    public static ExperimentEntry Main =>
        new(Name, [new EraseMetrics(), new EraseGallery(), new EraseNeighbours()], Plan) { Takes = typeof(StableDiffusionRequest) };

    private static Plan Plan(RunContext context)
    {
        var lab = new ErasingLab(context);
        var methods = lab.Methods([ErasingCatalog.Original, .. lab.Sizes.Methods]);
        return new(
            lab,
            from seed in lab.Seeds
            from method in methods
            select new Job(lab.Describe(Name, lab.MethodOf(method), seed).With("pictures", lab.Sizes.Pictures), run => Run(lab, run))
        );
    }

    private static CellResult Run(ErasingLab lab, CellContext run)
    {
        var method = lab.MethodOf(run.Cell.Method);
        var (student, seconds) = method is null ? (null, 0) : lab.Erased(run, method);
        using (student)
        {
            run.Begin("drawing and measuring pictures");
            var before = lab.OriginalPictures(run);
            var now = student is null ? before : lab.Pictures(run, student, lab.Sizes.Pictures);
            var drift = student is null ? 0 : lab.Drift(student, run.Cancellation);
            return new()
            {
                Metrics = lab.Subject.All(now, before, drift, student is null),
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
