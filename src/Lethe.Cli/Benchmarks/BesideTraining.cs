using System.Globalization;
using Lethe.Data;
using Lethe.Erasing.Diffusion;
using Lethe.Models;
using Lethe.Training;
using Lethe.Unlearning.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Cli.Benchmarks;

/// <summary>
/// The trainer and PyTorch on the four networks, in bfloat16 where the hardware has it: the same shapes, batches, optimisers and threads,
/// an epoch of one and an epoch of the other; then steps of drawing under guidance. A processor gets the networks of <c>quick</c>, a GPU
/// those
/// of <c>paper</c> and a diffusion model of Stable Diffusion's size.
/// </summary>
internal sealed class BesideTraining
{
    private const int BatchSize = 128, // of every profile that a GPU runs
        Pairs = 7,
        DiffusionSteps = 10,
        Tokens = 77;

    private readonly BenchSetting setting;
    private readonly bool isGpu;
    private readonly ServedPyTorch torch;

    private BesideTraining(string python, BenchSetting setting)
    {
        (this.setting, isGpu) = (setting, setting.Device.type == DeviceType.CUDA);
        torch = new(
            python,
            setting.Cancellation,
            [
                .. (string[])["--threads", Text(get_num_threads()), "--batch", Text(BatchSize), "--images", Text(Images)],
                .. (string[])["--precision", setting.Precision.Name(), "--width", isGpu ? "1" : "0", "--device", setting.Device.ToString()],
                .. (string[])["--tf32", Tf32(), "--channels", string.Join(",", UNet.Channels), "--latents", Text(Latents)],
                .. (string[])["--steps", Text(DiffusionSteps)],
            ]
        );
    }

    private int Images => (isGpu ? 50 : 5) * BatchSize;

    private Profile Profile => isGpu ? Profile.Paper : Profile.Quick;

    private double Goal => isGpu ? 0.97 : 1;

    private UNetConfig UNet => isGpu ? UNetConfig.StableDiffusion : UNetConfig.StableDiffusion with { Channels = [32, 64, 128, 128] };

    // Height and width.
    private int Latents => isGpu ? 64 : 16;

    /// <param name="python">A Python that has torch.</param>
    /// <returns>What PyTorch calls its version, and milliseconds of a step.</returns>
    /// <exception cref="LetheException">It does not start, has no torch, or fails.</exception>
    public static (string Version, IReadOnlyList<Compared> Results) Measure(string python, BenchSetting setting)
    {
        var bench = new BesideTraining(python, setting);
        using var torch = bench.torch;
        var data = setting.Data.Train.All().Take(bench.Images, new RandomStream(0));
        return (
            $"PyTorch {torch.Version}{(bench.isGpu ? $", both with TF32 in {bench.Tf32()} of float32" : "")}",
            [.. ModelCatalog.PaperNames.Select(name => bench.Network(name, data)), bench.Diffusion()]
        );
    }

    private Compared Network(string name, ImageSubset data)
    {
        using var scope = NewDisposeScope();
        manual_seed(0);
        using var model = ModelCatalog.Create(Profile.Spec(name, setting.Data));
        model.to(setting.Device);
        using var start = model.Copy();
        var recipe = Profile.Recipe(name, setting.Data.Name, setting.Precision) with
        {
            Epochs = 1,
            BatchSize = BatchSize,
            LearningRate = 1e-3,
            Schedule = Schedule.Constant,
            Augmentation = Augmentation.None,
        };
        var (ours, theirs) = InTurn(
            name,
            model.parameters(),
            Images / BatchSize,
            () => model.CopyFrom(start),
            () => new Trainer(recipe, 0).Train(model, data, setting.Cancellation)
        );
        return new(name, $"{ModelCatalog.All.Get(name).Title}, a step of {BatchSize} images", "ms", ours, theirs, Goal)
        {
            Images = BatchSize,
        };
    }

    private Compared Diffusion()
    {
        using var scope = NewDisposeScope();
        using var unet = new UNet2DCondition(UNet) { Precision = setting.Precision };
        unet.to(setting.Device);
        unet.eval();
        var (noise, prompt) = (randn([1, 4, Latents, Latents], device: setting.Device), Context());
        var nothing = Context();
        var (ours, theirs) = InTurn(
            "diffusion",
            unet.parameters(),
            DiffusionSteps,
            static () => { },
            () =>
                Ddim.Sample(
                        (z, time) => Guidance.Predict(unet, z, time, prompt, nothing, Sampler.StableDiffusion.Scale),
                        noise,
                        DiffusionSteps,
                        cancellation: setting.Cancellation
                    )
                    .Dispose()
        );
        var size = isGpu ? "Stable Diffusion's size" : "a tenth of Stable Diffusion's width";
        return new("diffusion", $"{size}, a guided step, {Latents} x {Latents} latents", "ms", ours, theirs, Goal);

        Tensor Context() => randn([1, Tokens, UNet.ContextWidth], device: setting.Device);
    }

    // Milliseconds of a step.
    private (IReadOnlyList<double> Ours, IReadOnlyList<double> Theirs) InTurn(
        string name,
        IEnumerable<Tensor> parameters,
        int steps,
        Action prepare,
        Action ours
    )
    {
        var (our, their, count) = (new List<double>(), new List<double>(), parameters.Sum(static weight => weight.numel()));
        for (var pair = -1; pair < Pairs; pair++)
        {
            prepare();
            var (mine, other) = (Devices.Time(setting.Device, ours), torch.Seconds(name, count));
            if (pair >= 0) // the first warms both up
            {
                our.Add(1000 * mine / steps);
                their.Add(1000 * other / steps);
            }
        }
        return (our, their);
    }

    // What torch has by itself is left to it; PyTorch does as it does.
    private string Tf32() =>
        !isGpu
            ? "none"
            : (backends.cudnn.allow_tf32, backends.cuda.matmul.allow_tf32) switch
            {
                (true, true) => "both",
                (true, false) => "convolutions",
                (false, true) => "products",
                _ => "none",
            };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
