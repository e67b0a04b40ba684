using Lethe.Erasing;
using Lethe.Metrics;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Experiments;

/// <summary>Real pictures, inverted and drawn again by the original, as a control, and by the erased network: what becomes of a picture that shows the concept, and of one that does not.</summary>
public sealed class EraseInversionExperiment : IExperiment
{
    public const string Name = "erase-inversion";

    /// <summary>What the pictures show: the concept, a neighbour, and something far from it.</summary>
    public static IReadOnlyList<string> Prompts { get; } = [ErasingProfile.Concept, "sandal", "bag"];

    private const int Shown = 4;

    private readonly ErasingLab lab;
    private readonly IReadOnlyList<string> methods;
    private readonly int each, steps;

    /// <exception cref="Runtime.LetheException">The request names something that is not there.</exception>
    public EraseInversionExperiment(ExperimentRequest request)
    {
        lab = new(request);
        methods = [.. lab.Methods(lab.Profile.Methods).Where(static name => name != ErasingLab.Original)];
        (each, steps) = lab.Profile.Name switch { "smoke" => (2, 4), "quick" => (20, 50), _ => (100, 50) };
    }

    public IReadOnlyList<Cell> Plan() =>
    [
        .. from seed in Enumerable.Range(0, lab.Seeds)
           from method in methods
           from mode in Enum.GetValues<InversionMode>()
           select lab.Describe(Name, ErasingCatalog.Create(method), seed).With("mode", mode).With("inversion.steps", steps).With("images.each", each),
    ];

    public RunRecord Run(Cell cell, IProgress<ExperimentEvent> progress, CancellationToken cancellation) => lab.Record(cell, provenance =>
    {
        var (student, seconds) = lab.Erased(cell, ErasingCatalog.Create(cell.Method), progress, cancellation);
        using (student)
        {
            progress.Report(new CellStage(cell, "inverting and drawing"));
            var inversion = new PictureInversion(Enum.Parse<InversionMode>(cell.Settings["mode"]), steps, ErasingProfile.Scale);
            var (metrics, shown) = (new SortedDictionary<string, double>(StringComparer.Ordinal), new List<float[]>());
            foreach (var prompt in Prompts)
            {
                using var scope = NewDisposeScope();
                var label = FashionPrompts.ClassOf(prompt);
                var real = lab.RealPictures(label, cell.Seed * each, each);
                var noise = inversion.Invert(lab.World.Model, real, prompt, cancellation);
                var (control, erased) = (inversion.Draw(lab.World.Model, lab.World.Model.UNet, noise, prompt, cancellation), inversion.Draw(lab.World.Model, student, noise, prompt, cancellation));
                var (x, c, e) = (ErasingMeasures.Unit(real), ErasingMeasures.Unit(control), ErasingMeasures.Unit(erased));
                metrics[$"{prompt}.control.psnr"] = PeakSignalToNoise.Of(x, c).Average();
                metrics[$"{prompt}.control.ssim"] = StructuralSimilarity.Uniform(x, c).Average();
                metrics[$"{prompt}.erased.psnr"] = PeakSignalToNoise.Of(x, e).Average();
                metrics[$"{prompt}.erased.ssim"] = StructuralSimilarity.Uniform(x, e).Average();
                metrics[$"{prompt}.control.recognised"] = Recognised(control, label);
                metrics[$"{prompt}.erased.recognised"] = Recognised(erased, label);
                shown.AddRange(((Tensor[])[real, control, erased]).Select(static pictures => pictures.narrow(0, 0, Math.Min(Shown, pictures.shape[0])).cpu().contiguous().data<float>().ToArray()));
            }
            return new()
            {
                Cell = cell, Provenance = provenance, Metrics = metrics, Seconds = new(StringComparer.Ordinal) { ["total"] = seconds },
                // prompt, real / control / erased, picture
                Arrays = new Dictionary<string, FigureArray> { ["pictures"] = new([.. shown.SelectMany(static pictures => pictures)], Prompts.Count, 3, Math.Min(Shown, each), 28, 28) },
            };
        }
    });

    public void Dispose() => lab.Dispose();

    private double Recognised(Tensor pictures, int label) => 100 * lab.World.Detector.Probabilities(pictures).argmax(1).eq(label).to(ScalarType.Float64).mean().item<double>();
}
