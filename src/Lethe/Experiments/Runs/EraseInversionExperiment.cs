using Lethe.Erasing;
using Lethe.Erasing.Diffusion;
using Lethe.Experiments.Records;
using Lethe.Metrics;
using static TorchSharp.torch;

namespace Lethe.Experiments.Runs;

/// <summary>Real pictures, inverted and drawn again by the original, as a control, and by the erased network: what becomes of a picture that shows the concept, and of one that does not.</summary>
public sealed class EraseInversionExperiment : IExperiment
{
    public const string Name = "erase-inversion";

    /// <summary>What the small model's pictures show: the concept, a neighbour, and something far from it.</summary>
    public static IReadOnlyList<string> Prompts { get; } = [ErasingProfile.Concept, "sandal", "bag"];

    private const int Shown = 4;

    private readonly ErasingLab lab;
    private readonly IReadOnlyList<string> methods;
    private readonly IReadOnlyList<(string Name, string Prompt)> real;

    /// <exception cref="Runtime.LetheException">The request names something that is not there.</exception>
    public EraseInversionExperiment(ExperimentRequest request)
    {
        lab = new(request);
        methods = [.. lab.Methods(lab.Profile.Methods).Where(static name => name != ErasingLab.Original)];
        real = lab.Subject.Real;
    }

    public IReadOnlyList<Cell> Plan() =>
    [
        .. from seed in Enumerable.Range(0, lab.Seeds)
           from method in methods
           from mode in Enum.GetValues<InversionMode>()
           select lab.Describe(Name, lab.Profile.Method(method), seed).With("mode", mode).With("inversion.steps", lab.Profile.Inversion.Steps).With("images.each", lab.Profile.Inversion.Each),
    ];

    public RunRecord Run(Cell cell, IProgress<ExperimentEvent> progress, CancellationToken cancellation) => lab.Record(cell, provenance =>
    {
        var (student, seconds) = lab.Erased(cell, lab.Profile.Method(cell.Method), progress, cancellation);
        using (student)
        {
            progress.Report(new CellStage(cell, "inverting and drawing"));
            var (each, steps) = lab.Profile.Inversion;
            var inversion = new PictureInversion(Enum.Parse<InversionMode>(cell.Settings["mode"]), steps, lab.Profile.SamplerScale);
            var (metrics, shown) = (new SortedDictionary<string, double>(StringComparer.Ordinal), new List<Tensor>());
            foreach (var (name, prompt) in real)
            {
                var pictures = lab.Subject.RealPictures(name, cell.Seed * each, each);
                var (control, erased) = Redrawn(inversion, pictures, prompt, student, cancellation);
                Measure(metrics, $"{name}.control", name, pictures, control);
                Measure(metrics, $"{name}.erased", name, pictures, erased);
                shown.AddRange(((Tensor[])[pictures, control, erased]).Select(some => lab.Subject.Shown(some.narrow(0, 0, Math.Min(Shown, some.shape[0])))));
            }
            return new()
            {
                Cell = cell, Provenance = provenance, Metrics = metrics, Seconds = new(StringComparer.Ordinal) { ["total"] = seconds },
                // prompt, real / control / erased, picture
                Arrays = new Dictionary<string, FigureArray> { ["pictures"] = ErasingLab.Array(cat(shown), real.Count, 3, Math.Min(Shown, each)) },
            };
        }
    });

    public void Dispose() => lab.Dispose();

    // By the original and by the erased network, as many at a time as the model draws at once.
    private (Tensor Control, Tensor Erased) Redrawn(PictureInversion inversion, Tensor pictures, string prompt, UNet2DCondition student, CancellationToken cancellation)
    {
        var (control, erased) = (new List<Tensor>(), new List<Tensor>());
        foreach (var part in pictures.split(lab.Model.AtOnce))
        {
            var noise = inversion.Invert(lab.Model, part, prompt, cancellation);
            control.Add(inversion.Draw(lab.Model, lab.Model.UNet, noise, prompt, cancellation));
            erased.Add(inversion.Draw(lab.Model, student, noise, prompt, cancellation));
        }
        return (cat(control), cat(erased));
    }

    private void Measure(SortedDictionary<string, double> metrics, string prefix, string name, Tensor real, Tensor drawn)
    {
        using var scope = NewDisposeScope();
        var (x, y) = (lab.Subject.Unit(real), lab.Subject.Unit(drawn));
        metrics[$"{prefix}.psnr"] = PeakSignalToNoise.Of(x, y).Average();
        metrics[$"{prefix}.ssim"] = lab.Subject.Similarities(x, y).Average();
        foreach (var (judge, value) in lab.Subject.Judge(drawn, name))
        {
            metrics[$"{prefix}.{judge}"] = value;
        }
    }
}
