using Lethe.Detection;
using Lethe.Detection.Objectives;
using Lethe.Models;
using Lethe.Runtime;

namespace Lethe.Experiments.Runs;

/// <summary>What a profile means for detectors.</summary>
/// <param name="Name">smoke, quick, small or paper.</param>
/// <param name="Datasets">What runs if nothing else is asked for.</param>
/// <param name="Models">Likewise.</param>
/// <param name="Methods">Likewise, in the main experiment.</param>
/// <param name="Seeds">Likewise.</param>
public sealed record DetectionProfile(string Name, IReadOnlyList<string> Datasets, IReadOnlyList<string> Models, IReadOnlyList<string> Methods, int Seeds)
{
    public const string Sample = "faces-sample";

    private static readonly string[] Parts = ["baseline", "hsic", "awp-xe", "qad"];

    private static readonly DetectionProfile[] Known =
    [
        new("smoke", [Sample], ["tiny"], Parts, 1),
        new("quick", [Sample], ["tiny"], Parts, 3),
        new("small", ["faces-lfw"], ["efficientnet-b1"], ["baseline", "qad"], 3),
        new("paper", ["faceforensics", "celeb-df-v2", "ffiw10k"], ["resnet50", "efficientnet-b1"], Parts, 3),
    ];

    /// <summary>Identities of the smoke profile.</summary>
    public const int SmokeIdentities = 8;

    /// <summary>Where detectors can be trained and tested.</summary>
    public static IReadOnlyList<string> AllDatasets { get; } = [Sample, "faces-procedural", "faces-lfw", "faceforensics", "celeb-df-v2", "ffiw10k"];

    /// <exception cref="LetheException">No such profile (<see cref="ExitCode.Usage"/>).</exception>
    public static DetectionProfile Get(string name) => Known.FirstOrDefault(profile => profile.Name == name)
        ?? throw LetheException.Usage($"There is no profile '{name}'. Known: {string.Join(", ", Known.Select(static profile => profile.Name))}.");

    /// <summary>The tiny network as it is, and half as wide at smoke; the published ones as they are from small on, and an eighth as wide below.</summary>
    public ModelSpec Spec(string model, int side) => new(model, 2, (Name, model) switch
    {
        ("small" or "paper", _) => 1,
        ("smoke", "tiny") => 0.5,
        _ => model is "tiny" || model.StartsWith("meso", StringComparison.Ordinal) ? 1 : 0.125,
    }, Side: side);

    /// <summary>With the kit's settings below paper; there, with the paper's for its two networks.</summary>
    /// <exception cref="LetheException">No such objective.</exception>
    public IDetectorObjective Objective(string method, string model) => (Name, model, ObjectiveCatalog.Create(method)) switch
    {
        ("paper", "resnet50" or "efficientnet-b1", QadObjective) => QadObjective.ForPaper(model),
        ("paper", "resnet50" or "efficientnet-b1", HsicObjective) when QadObjective.ForPaper(model) is var own => new HsicObjective { Alpha = own.Alpha, Measure = own.Measure },
        ("paper", "resnet50" or "efficientnet-b1", AwpXeObjective) => new AwpXeObjective { Gamma = QadObjective.ForPaper(model).Gamma },
        (_, _, AddObjective) => (model.StartsWith("efficientnet", StringComparison.Ordinal) ? AddObjective.ForEfficientNet : new AddObjective()) with { Teacher = "the baseline on the least compressed images, same seed" },
        (_, _, var objective) => objective,
    };

    /// <summary>The paper's recipe at paper, where it has one; shorter runs with larger steps below, because nothing starts from ImageNet there.</summary>
    public DetectorRecipe Recipe(string model, Precision precision) => (Name switch
    {
        "paper" => model is "resnet50" or "efficientnet-b1" ? DetectorRecipe.ForPaper(model) : new DetectorRecipe { Epochs = 32, WeightDecay = 1e-4 },
        "small" when model is "tiny" => DetectorRecipe.Quick with { Epochs = 16, PerturbFrom = 8 }, // ten times as fast as the published ones
        "small" => new DetectorRecipe { Epochs = 6, BatchSize = 16, LearningRate = 1e-3, Cycle = new(0.3), PerturbFrom = 1, WeightDecay = 1e-4 },
        "smoke" => DetectorRecipe.Quick with { Epochs = 2, BatchSize = 8, PerturbFrom = 1 },
        _ => DetectorRecipe.Quick,
    }) with { Precision = precision };
}
