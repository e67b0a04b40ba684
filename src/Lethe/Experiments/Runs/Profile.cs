using Lethe.Data;
using Lethe.Models;
using Lethe.Runtime;
using Lethe.Training;

namespace Lethe.Experiments.Runs;

/// <summary>The one dial of an experiment: the same code on more data, wider networks and longer recipes.</summary>
/// <param name="Name">smoke, quick, small or paper.</param>
/// <param name="Datasets">What runs if nothing else is asked for.</param>
/// <param name="Width">Of the networks, by architecture.</param>
/// <param name="Epochs">Of the original's training, by architecture.</param>
/// <param name="Schedule">Of the original's training.</param>
public sealed record Profile(string Name, IReadOnlyList<string> Datasets, Func<string, double> Width, Func<string, int> Epochs, Schedule Schedule)
{
    private static readonly Profile[] Known =
    [
        new("smoke", ["fashion-mnist-sample"], static _ => 0.125, static _ => 1, Schedule.OneCycle),
        new("quick", ["fashion-mnist-sample"], static model => model is "resnet50" or "vit" ? 0.125 : 0.25, static model => model is "resnet50" ? 2 : 3, Schedule.OneCycle),
        new("small", ["fashion-mnist", "cifar10"], static _ => 1, static model => model is "vit" ? 20 : 5, Schedule.OneCycle),
        new("paper", ["fashion-mnist", "cifar10"], static _ => 1, static _ => 200, Schedule.Cosine),
    ];

    /// <summary>Training images of the smoke profile, and a fifth as many test images.</summary>
    public const int SmokeImages = 500;

    public static IReadOnlyList<string> Names { get; } = [.. Known.Select(static profile => profile.Name)];

    /// <summary>True if its numbers may stand beside the paper's: real architectures on whole data sets, the paper's recipes.</summary>
    public bool IsComparable => Name is "paper";

    /// <summary>What runs if nothing else is asked for: the paper's nine rows and the logit mask; DELETE too where minutes do not count.</summary>
    public IReadOnlyList<string> Methods => Name is "smoke" or "quick" ? [.. Labels.PaperMethods, "logit-mask"] : Labels.Methods;

    /// <summary>Images of D_r that accuracy and attacks are measured on: all, or a random part where a forward pass takes minutes.</summary>
    public int MeasuredRetain => Name switch { "quick" => 2_000, "small" => 10_000, _ => int.MaxValue };

    /// <exception cref="LetheException">No such profile (<see cref="ExitCode.Usage"/>).</exception>
    public static Profile Get(string name) => Known.FirstOrDefault(profile => profile.Name == name)
        ?? throw LetheException.Usage($"There is no profile '{name}'. Known: {string.Join(", ", Names)}.");

    public ModelSpec Spec(string model, DatasetPair data) => new(model, data.Classes, Width(model), data.Train.Channels);

    /// <summary>
    /// CNNs: SGD 0.1, momentum 0.9, weight decay 5e-4, batch 128. ViT: Adam 1e-4 at full size, as in the public recipe for this very net
    /// (kentaroy47/vision-transformers-cifar10), more where the run is short. Fashion is mirrored only; other images are also shifted.
    /// </summary>
    public TrainingRecipe Recipe(string model, string dataset, Precision precision)
    {
        var isVit = model is "vit";
        return new()
        {
            Epochs = Epochs(model),
            BatchSize = Name is "quick" ? 64 : 128, // few images: smaller batches give more steps
            Optimizer = isVit ? OptimizerKind.Adam : OptimizerKind.Sgd,
            LearningRate = !isVit ? (Name is "quick" ? 0.05 : 0.1) : Name switch { "paper" => 1e-4, "quick" => 2e-3, _ => 1e-3 },
            WeightDecay = isVit ? 0 : 5e-4,
            Schedule = Schedule,
            Augmentation = dataset.StartsWith("fashion", StringComparison.Ordinal) ? Augmentation.FlipOnly : Augmentation.CropFlip,
            Precision = precision,
        };
    }
}
