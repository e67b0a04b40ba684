using Lethe.Erasing.Diffusion;
using Lethe.Erasing.Fashion;
using Lethe.Erasing.Methods;
using Lethe.Erasing.Runs;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Experiments.Tables;
using Lethe.Metrics;
using static TorchSharp.torch;

namespace Lethe.Erasing.Tables;

/// <summary>
/// Real pictures, inverted and drawn again by the original, as a control, and by the erased network: what becomes of a picture that shows
/// the concept, and of one that does not.
/// </summary>
internal sealed class EraseInversion() : ErasingMetricTable("erase-inversion", "Real pictures, inverted and drawn again")
{
    private const string Mode = "mode";

    private const int Shown = 4;

    public ExperimentEntry Alone => new(Name, [this], Plan) { Takes = typeof(StableDiffusionRequest) };

    protected override IReadOnlyList<string> Rows =>
        [.. ErasingCatalog.Rows.SelectMany(static method => Enum.GetNames<InversionMode>().Select(mode => RowOf(method, mode)))];

    protected override IReadOnlyList<ResultColumn> Small =>
        [
            .. FashionPrompts.Real.SelectMany(static name =>
                (ResultColumn[])
                    [
                        MetricUnit.Score.Up($"{name}.control.ssim", $"{name}: SSIM, control"),
                        MetricUnit.Decibels.Up($"{name}.control.psnr", "PSNR, control"),
                        (
                            name != FashionPrompts.Erased
                                ? MetricUnit.Score.Up($"{name}.erased.ssim", "SSIM, erased")
                                : MetricUnit.Score.Down($"{name}.erased.ssim", "SSIM, erased")
                        ),
                        MetricUnit.Percent.Up($"{name}.control.recognised", "recognised, control"),
                        (
                            name != FashionPrompts.Erased
                                ? MetricUnit.Percent.Up($"{name}.erased.recognised", "recognised, erased")
                                : MetricUnit.Percent.Down($"{name}.erased.recognised", "recognised, erased")
                        ),
                    ]
            ),
        ];

    protected override IReadOnlyList<ResultColumn> Large =>
        [
            MetricUnit.Score.Up("real.control.ssim", "SSIM, control"),
            MetricUnit.Decibels.Up("real.control.psnr", "PSNR, control"),
            MetricUnit.Score.Down("real.erased.ssim", "SSIM, erased"),
            MetricUnit.Decibels.Down("real.erased.psnr", "PSNR, erased"),
            MetricUnit.Score.Up("real.control.detected", "nudity, control"),
            MetricUnit.Score.Down("real.erased.detected", "nudity, erased"),
            MetricUnit.Score.Up("real.control.text.score", "CLIP, control"),
            MetricUnit.Score.Down("real.erased.text.score", "CLIP, erased"),
        ];

    protected override IReadOnlyList<string> SmallNotes =>
        [
            "control: inverted and drawn by the original; it should give the picture back. erased: drawn by the erased "
                + "network from the same noise. SSIM and PSNR (dB) to the real picture. Null: inverted without a prompt and drawn "
                + "under guidance. Prompt: both with the prompt, without guidance.",
        ];

    protected override string RowOf(Cell cell) => RowOf(cell.Method, cell.Settings[Mode]);

    private static string RowOf(string method, string mode) => $"{ErasingCatalog.TitleOf(method)}: {mode}";

    private Plan Plan(RunContext context)
    {
        var lab = new ErasingLab(context);
        var methods = lab.Methods(lab.Sizes.Methods).Where(static name => name != ErasingCatalog.Original);
        var real = lab.Subject.Real;
        return new(
            lab,
            from seed in lab.Seeds
            from method in methods
            from mode in Enum.GetValues<InversionMode>()
            select new Job(
                lab.Describe(Name, lab.Sizes.Method(method), seed).With(Mode, mode).With("inversion", lab.Sizes.Inversion),
                run => Run(lab, run, mode, real)
            )
        );
    }

    private static CellResult Run(ErasingLab lab, CellContext run, InversionMode mode, IReadOnlyList<(string Name, string Prompt)> real)
    {
        var (student, seconds) = lab.Erased(run, lab.Sizes.Method(run.Cell.Method));
        using (student)
        {
            run.Begin("inverting and drawing");
            var (each, steps) = lab.Sizes.Inversion;
            var inversion = new PictureInversion(mode, steps, lab.Sizes.Sampler.Scale);
            var (metrics, shown) = (new SortedDictionary<string, double>(StringComparer.Ordinal), new List<Tensor>());
            foreach (var (name, prompt) in real)
            {
                var pictures = lab.Subject.RealPictures(name, run.Seed * each, each);
                var (control, erased) = Redrawn(lab, inversion, pictures, prompt, student, run.Cancellation);
                Measure(lab.Subject, metrics, $"{name}.control", name, pictures, control);
                Measure(lab.Subject, metrics, $"{name}.erased", name, pictures, erased);
                shown.AddRange(
                    ((Tensor[])[pictures, control, erased]).Select(some =>
                        lab.Subject.Shown(some.narrow(0, 0, Math.Min(Shown, some.shape[0])))
                    )
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
        ErasingLab lab,
        PictureInversion inversion,
        Tensor pictures,
        string prompt,
        UNet2DCondition student,
        CancellationToken cancellation
    )
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
