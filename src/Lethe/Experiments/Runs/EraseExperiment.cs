using Lethe.Erasing;
using static TorchSharp.torch;

namespace Lethe.Experiments;

/// <summary>
/// The experiment behind the main table of erasing: every method takes one concept out of the small model, and judges that none of them has seen say what is gone and what
/// else changed. The pictures of the gallery come from the same cells.
/// </summary>
public sealed class EraseExperiment : IExperiment
{
    public const string Name = "erase";

    // Kept for the gallery: of the erased concept, and of each other class.
    private const int ShownErased = 4, ShownKept = 1;

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
           select lab.Describe(Name, MethodOf(method), seed).With("images.erased", lab.Profile.Erased).With("images.kept", lab.Profile.Kept),
    ];

    public RunRecord Run(Cell cell, IProgress<ExperimentEvent> progress, CancellationToken cancellation) => lab.Record(cell, provenance =>
    {
        var method = MethodOf(cell.Method);
        var (student, seconds) = lab.Erased(cell, method, progress, cancellation);
        using (student)
        {
            progress.Report(new CellStage(cell, "drawing and measuring pictures"));
            var before = lab.OriginalPictures(cell.Seed, cancellation);
            var now = method is null ? before : lab.Pictures(student, cell.Seed, lab.Profile.Erased, lab.Profile.Kept, cancellation);
            var drift = method is null ? 0 : NullDrift.Of(lab.World.Model, student, DriftSeeds, lab.Profile.SamplerSteps, cancellation);
            return new()
            {
                Cell = cell, Provenance = provenance, Metrics = ErasingMeasures.All(lab.World, now, before, lab.RealFeatures(), drift, method is null),
                Seconds = new(StringComparer.Ordinal) { ["total"] = seconds },
                Arrays = new Dictionary<string, FigureArray> { ["pictures"] = Gallery(now) },
            };
        }
    });

    public void Dispose() => lab.Dispose();

    internal static IReadOnlyList<long> DriftSeeds { get; } = [.. Enumerable.Range(0, 32).Select(static i => (7L << 40) + i)];

    private static IErasingMethod? MethodOf(string name) => name == ErasingLab.Original ? null : ErasingCatalog.Create(name);

    // The first pictures of the concept, then one of each other class.
    private FigureArray Gallery(ErasingPictures pictures)
    {
        var rows = Enumerable.Range(0, Math.Min(ShownErased, pictures.OfErased)).Concat(Enumerable.Range(0, FashionPrompts.Names.Count - 1).SelectMany(i => Enumerable.Range(pictures.OfErased + (i * lab.Profile.Kept), ShownKept))).ToList();
        var shown = pictures.Images.index_select(0, tensor(rows.Select(static row => (long)row).ToArray(), device: pictures.Images.device)).cpu();
        return new(shown.data<float>().ToArray(), rows.Count, 28, 28);
    }
}
