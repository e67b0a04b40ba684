using Lethe.Experiments.Records;
using static TorchSharp.torch;

namespace Lethe.Experiments.Runs;

/// <summary>
/// The experiment behind the main table of erasing: every method takes one concept out of a model, and judges that none of them has seen say what is gone and what
/// else changed. The pictures of the gallery come from the same cells.
/// </summary>
public sealed class EraseExperiment : IExperiment
{
    public const string Name = "erase";

    private readonly ErasingLab lab;
    private readonly IReadOnlyList<string> methods;

    /// <exception cref="Runtime.LetheException">The request names something that is not there.</exception>
    public EraseExperiment(ExperimentRequest request)
    {
        lab = new(request);
        methods = lab.Methods([ErasingLab.Original, .. lab.Profile.Methods]);
    }

    public IReadOnlyList<Cell> Plan() =>
    [
        .. from seed in Enumerable.Range(0, lab.Seeds)
           from method in methods
           select lab.Describe(Name, lab.MethodOf(method), seed).With("images.erased", lab.Profile.Erased).With("images.kept", lab.Profile.Kept),
    ];

    public RunRecord Run(Cell cell, IProgress<ExperimentEvent> progress, CancellationToken cancellation) => lab.Record(cell, provenance =>
    {
        var method = lab.MethodOf(cell.Method);
        var (student, seconds) = method is null ? (null, 0) : lab.Erased(cell, method, progress, cancellation);
        using (student)
        {
            progress.Report(new CellStage(cell, "drawing and measuring pictures"));
            var before = lab.OriginalPictures(cell, progress, cancellation);
            var now = student is null ? before : lab.Pictures(cell, student, lab.Profile.Erased, lab.Profile.Kept, progress, cancellation);
            var drift = student is null ? 0 : lab.Drift(student, cancellation);
            return new()
            {
                Cell = cell, Provenance = provenance, Metrics = lab.Subject.All(now, before, drift, student is null),
                Seconds = new(StringComparer.Ordinal) { ["total"] = seconds },
                Arrays = new Dictionary<string, FigureArray> { ["pictures"] = Gallery(now) },
            };
        }
    });

    public void Dispose() => lab.Dispose();

    private FigureArray Gallery(ErasingPictures pictures) => ErasingLab.Array(lab.Subject.Shown(pictures.Images.index_select(0, tensor(lab.Subject.Gallery(pictures).ToArray(), device: pictures.Images.device))));
}
