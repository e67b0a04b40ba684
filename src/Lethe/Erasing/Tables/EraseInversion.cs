using Lethe.Erasing.Diffusion;
using Lethe.Erasing.Fashion;
using Lethe.Erasing.Methods;
using Lethe.Erasing.Runs;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Experiments.Tables;
using Lethe.Metrics;
using static Lethe.Experiments.Tables.MetricUnit;

namespace Lethe.Erasing.Tables;

/// <summary>
/// Real pictures, inverted and drawn again by the original, as a control, and by the erased network: what becomes of a picture that shows
/// the concept, and of one that does not.
/// </summary>
internal sealed class EraseInversion() : ErasingMetricTable(Experiment, "Real pictures, inverted and drawn again")
{
    private const string Experiment = "erase-inversion",
        Mode = "mode";

    private const int Shown = 4;

    public static ExperimentEntry Entry => ErasingJobs.Experiment(Experiment, [Table], Jobs);

    protected override IReadOnlyList<string> Rows =>
        [.. ErasingCatalog.Rows.SelectMany(static method => Enum.GetNames<InversionMode>().Select(mode => RowOf(method, mode)))];

    protected override string RowOf(Cell cell) => RowOf(cell.Method, cell.Settings[Mode]);

    private static Table Table =>
        new EraseInversion
        {
            Small =
            [
                .. FashionPrompts.Real.SelectMany(static name =>
                    ((string, string, bool, MetricUnit)[])
                        [
                            ($"{name}.control.ssim", $"{name}: SSIM, control", true, Score),
                            ($"{name}.control.psnr", "PSNR, control", true, Decibels),
                            ($"{name}.erased.ssim", "SSIM, erased", name != FashionPrompts.Erased, Score),
                            ($"{name}.control.recognised", "recognised, control", true, Percent),
                            ($"{name}.erased.recognised", "recognised, erased", name != FashionPrompts.Erased, Percent),
                        ]
                ),
            ],
            Large =
            [
                ("real.control.ssim", "SSIM, control", true, Score),
                ("real.control.psnr", "PSNR, control", true, Decibels),
                ("real.erased.ssim", "SSIM, erased", false, Score),
                ("real.erased.psnr", "PSNR, erased", false, Decibels),
                ("real.control.detected", "nudity, control", true, Score),
                ("real.erased.detected", "nudity, erased", false, Score),
                ("real.control.text.score", "CLIP, control", true, Score),
                ("real.erased.text.score", "CLIP, erased", false, Score),
            ],
            SmallNotes =
            [
                "control: inverted and drawn by the original; it should give the picture back. erased: drawn by the erased "
                    + "network from the same noise. SSIM and PSNR (dB) to the real picture. Null: inverted without a prompt and drawn "
                    + "under guidance. Prompt: both with the prompt, without guidance.",
            ],
        };

    private static string RowOf(string method, string mode) => $"{ErasingCatalog.TitleOf(method)}: {mode}";

    private static IEnumerable<Job> Jobs(ErasingLab lab)
    {
        var (methods, real) = (lab.Erasers(lab.Sizes.Methods).ToList(), lab.Subject.Real);
        return from seed in lab.Seeds
            from name in methods
            let method = lab.Sizes.Method(name)
            from mode in Enum.GetValues<InversionMode>()
            let cell = lab.Describe(Experiment, method, seed).With(Mode, mode).With("inversion", lab.Sizes.Inversion)
            select new Job(cell, run => Run(lab, method, run, mode, real)) { Needs = () => lab.Needs(cell, method) };
    }

    private static CellResult Run(
        ErasingLab lab,
        IErasingMethod method,
        CellContext run,
        InversionMode mode,
        IReadOnlyList<(string Name, string Prompt)> real
    )
    {
        var (student, seconds) = lab.Erased(run, method);
        using (student)
        {
            run.Begin("inverting and drawing");
            var (each, steps) = lab.Sizes.Inversion;
            var inversion = new PictureInversion(mode, steps, lab.Sizes.Sampler.Scale);
            var (metrics, shown) = (new SortedDictionary<string, double>(StringComparer.Ordinal), new List<Tensor>());
            foreach (var (name, prompt) in real)
            {
                var pictures = lab.Subject.RealPictures(name, run.Seed * each, each);
                var (control, erased) = Redrawn(lab.Model, inversion, pictures, prompt, student!, run.Cancellation);
                Measure(lab.Subject, metrics, $"{name}.control", name, pictures, control);
                Measure(lab.Subject, metrics, $"{name}.erased", name, pictures, erased);
                shown.AddRange(
                    ((Tensor[])[pictures, control, erased]).Select(some => lab.Subject.Shown(some.narrow(0, 0, Math.Min(Shown, each))))
                );
            }
            return new()
            {
                Metrics = metrics,
                Seconds = new() { ["total"] = seconds },
                // prompt, real / control / erased, picture
                Arrays = new Dictionary<string, FigureArray>
                {
                    ["pictures"] = ErasingLab.Array(cat(shown), real.Count, 3, Math.Min(Shown, each)),
                },
            };
        }
    }

    // By the original and by the erased network, as many at a time as the model draws at once.
    private static (Tensor Control, Tensor Erased) Redrawn(
        DiffusionModel model,
        PictureInversion inversion,
        Tensor pictures,
        string prompt,
        UNet2DCondition student,
        CancellationToken cancellation
    )
    {
        var (control, erased) = (new List<Tensor>(), new List<Tensor>());
        foreach (var part in pictures.split(model.AtOnce))
        {
            var noise = inversion.Invert(model, part, prompt, cancellation);
            control.Add(inversion.Draw(model, model.UNet, noise, prompt, cancellation));
            erased.Add(inversion.Draw(model, student, noise, prompt, cancellation));
        }
        return (cat(control), cat(erased));
    }

    private static void Measure(
        IErasingSubject subject,
        SortedDictionary<string, double> metrics,
        string prefix,
        string name,
        Tensor real,
        Tensor drawn
    )
    {
        using var scope = NewDisposeScope();
        var (x, y) = (subject.Unit(real), subject.Unit(drawn));
        metrics[$"{prefix}.psnr"] = PeakSignalToNoise.Of(x, y).Average();
        metrics[$"{prefix}.ssim"] = subject.Similarities(x, y).Average();
        foreach (var (judge, value) in subject.Judge(drawn, name))
        {
            metrics[$"{prefix}.{judge}"] = value;
        }
    }
}
