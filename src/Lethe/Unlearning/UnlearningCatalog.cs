using Lethe.Runtime;

namespace Lethe.Unlearning;

/// <summary>The methods of the kit and their settings at each profile: one line each.</summary>
public static class UnlearningCatalog
{
    // paper: the settings of the sources. smoke and quick have a sixth of the images, so a sixth of the steps, hence the larger rates;
    // small has fewer epochs. Fine-tune and Fisher are bounded below paper, for machines without a GPU.
    private static readonly (string Name, Func<string, IUnlearningMethod> Create)[] Known =
    [
        ("retrain", static _ => new Retrain()),
        ("negative-gradient", static profile => IsTiny(profile) ? new NegativeGradient { LearningRate = 1e-3 } : new()),
        ("fine-tune", static profile => profile switch { "smoke" => new FineTune { Epochs = 1 }, "quick" => new() { Epochs = 1, MaxImages = 2000 }, "small" => new() { Epochs = 1, MaxImages = 27_000 }, _ => new() }),
        ("random-label", static profile => IsTiny(profile) ? new RandomLabel { Epochs = 2, LearningRate = 1e-3 } : profile is "small" ? new() { Epochs = 4 } : new()),
        ("fisher", static profile => profile switch { "smoke" => new FisherForgetting { MaxImages = 64, ChoiceImages = 100 }, "quick" => new() { MaxImages = 160, ChoiceImages = 320 }, "small" => new() { MaxImages = 2000 }, _ => new() }),
        ("boundary-shrink", static profile => IsTiny(profile) ? new BoundaryShrink { Epochs = 2, LearningRate = 1e-3 } : profile is "small" ? new() { Epochs = 4 } : new()),
        ("iwu", static profile => IsTiny(profile) ? new Iwu { Epochs = 2, LearningRate = 1e-3, AttackSteps = 2 } : profile is "small" ? new() { Epochs = 3, AttackSteps = 3 } : new()),
        ("lau", static _ => new Lau()),
        ("delete", static profile => IsTiny(profile) ? new Delete { Epochs = 2, LearningRate = 1e-3 } : profile is "small" ? new() { Epochs = 4 } : new()),
        ("logit-mask", static _ => new LogitMask()),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. Known.Select(static known => known.Name)];

    /// <param name="profile"><c>smoke</c>, <c>quick</c>, <c>small</c> or <c>paper</c>.</param>
    /// <exception cref="LetheException">No such method (<see cref="ExitCode.Usage"/>).</exception>
    public static IUnlearningMethod Create(string name, string profile) =>
        Known.FirstOrDefault(known => known.Name == name).Create?.Invoke(profile)
        ?? throw LetheException.Usage($"There is no method '{name}'. Known: {string.Join(", ", Names)}.");

    private static bool IsTiny(string profile) => profile is "smoke" or "quick";
}
