using Lethe.Erasing;
using Lethe.Erasing.Methods;
using Lethe.Runtime;

namespace Lethe.Experiments.Runs;

/// <summary>What a profile means for erasing: of the small model, or of Stable Diffusion, where everything takes a thousand times as long.</summary>
/// <param name="Name">smoke, quick, small or paper.</param>
/// <param name="Methods">What runs if nothing else is asked for, besides the original.</param>
/// <param name="Seeds">Likewise.</param>
/// <param name="Erased">Pictures a run of prompts for the erased concept.</param>
/// <param name="Kept">Pictures a run of what should stay: of the small model's each other class; of Stable Diffusion in all.</param>
/// <param name="SamplerSteps">N, in training and in measuring.</param>
/// <param name="Iterations">At most; methods that their authors stopped earlier stop earlier.</param>
public sealed record ErasingProfile(string Name, IReadOnlyList<string> Methods, int Seeds, int Erased, int Kept, int SamplerSteps, int Iterations)
{
    private static readonly string[] Paper = ["esd-x", "sdd", "ablating", "forget-me-not", "all-but-one"];

    private static readonly string[] More = [.. Paper, "all-but-one-swap", "all-but-one-replace", "esd-u", "ablating-noise", "uce"];

    private static readonly ErasingProfile[] Small =
    [
        new("smoke", ["all-but-one", "ablating"], 1, 6, 2, 4, 2) { Curve = (4, 2, 3, 1), Variant = (3, 1), LastFrame = 20, Inversion = (2, 4), Attack = new() { Steps = 2 }, Attacked = (4, 4) },
        new("quick", Paper, 3, 220, 50, 10, 60) { Curve = (100, 20, 60, 5), Variant = (60, 10), LastFrame = 450, Inversion = (20, 50), Attack = new(), Attacked = (16, 100) },
        new("small", More, 3, 2000, 225, 20, 450) { Curve = (450, 10, 200, 25), Variant = (500, 50), LastFrame = 450, Inversion = (100, 50), Attack = new() { Steps = 300 }, Attacked = (16, 500) },
    ];

    private static readonly ErasingProfile[] Large =
    [
        new("smoke", ["all-but-one", "ablating"], 1, 2, 2, 2, 2) { IsLarge = true, Curve = (2, 1, 1, 1), Variant = (1, 1), LastFrame = 10, Inversion = (1, 2), Attack = new() { Steps = 2, Batch = 2 }, Attacked = (2, 2) },
        new("quick", Paper, 1, 16, 24, 25, 100) { IsLarge = true, Curve = (100, 20, 8, 6), Variant = (8, 6), LastFrame = 100, Inversion = (4, 50), Attack = new() { Steps = 100, Batch = 2 }, Attacked = (8, 8) },
        new("small", More, 1, 200, 240, 50, int.MaxValue) { IsLarge = true, Curve = (450, 50, 24, 24), Variant = (24, 24), LastFrame = 450, Inversion = (10, 50), Attack = new() { Steps = 300, Batch = 4 }, Attacked = (16, 50) },
        new("paper", Paper, 3, 2000, 2000, 50, int.MaxValue) { IsLarge = true, Curve = (450, 10, 200, 200), Variant = (200, 200), LastFrame = 450, Inversion = (100, 50), Attack = new() { Steps = 1000, Batch = 4 }, Attacked = (16, 200) },
    ];

    /// <summary>w in measuring the small model.</summary>
    public const double Scale = 5;

    /// <summary>c and c' of the small model.</summary>
    public const string Concept = "sneaker", Instead = "ankle boot";

    // w in measuring Stable Diffusion, its pipeline's own.
    private const double LargeScale = 7.5;

    /// <summary>Whether it is for Stable Diffusion.</summary>
    public bool IsLarge { get; private init; }

    /// <summary>w in measuring.</summary>
    public double SamplerScale => IsLarge ? LargeScale : Scale;

    /// <summary>How a curve over iterations is measured; its pictures as in <see cref="Erased"/> and <see cref="Kept"/>.</summary>
    public required (int Iterations, int Every, int Erased, int Kept) Curve { get; init; }

    /// <summary>Pictures of each variant of an ablation, likewise.</summary>
    public required (int Erased, int Kept) Variant { get; init; }

    /// <summary>Iterations of a timeline.</summary>
    public required int LastFrame { get; init; }

    /// <summary>Real pictures of each kind, and the sampler's steps both ways.</summary>
    public required (int Each, int Steps) Inversion { get; init; }

    /// <summary>How a vector is learned.</summary>
    public required EmbeddingAttack Attack { get; init; }

    /// <summary>Pictures to learn it from, and pictures drawn with it.</summary>
    public required (int Real, int Drawn) Attacked { get; init; }

    /// <param name="large">Of Stable Diffusion.</param>
    /// <exception cref="LetheException">No such profile (<see cref="ExitCode.Usage"/>).</exception>
    public static ErasingProfile Get(string name, bool large = false)
    {
        var known = large ? Large : Small;
        return known.FirstOrDefault(profile => profile.Name == name) ?? throw LetheException.Usage(name is "paper"
            ? "Erasing has a paper profile for Stable Diffusion v1.4 alone, whose weights the kit may not bring: name their folder with --sd DIR. On the small model smoke, quick and small run."
            : $"There is no profile '{name}'. Known: {string.Join(", ", known.Select(static profile => profile.Name))}.");
    }

    /// <summary>A method as it runs here: at smoke with as few pictures and paths as will do; of Stable Diffusion at quick with as many paths as its few iterations see.</summary>
    /// <exception cref="LetheException">No such method (<see cref="ExitCode.Usage"/>).</exception>
    public IErasingMethod Method(string name) => Method(ErasingCatalog.Create(name));

    /// <inheritdoc cref="Method(string)"/>
    public IErasingMethod Method(IErasingMethod method) => (Name, method) switch
    {
        ("smoke", AllButOne own) => own with { PoolPaths = 4 },
        ("quick", AllButOne own) when IsLarge => own with { PoolPaths = 16 },
        ("smoke", AblatingConcepts own) => own with { Pictures = 4 },
        ("smoke", ForgetMeNot own) => own with { Pictures = 4 },
        _ => method,
    };

    /// <summary>How a method is trained here.</summary>
    /// <param name="iterations">For as long, however early its authors stopped; null for the profile's.</param>
    public ErasingRecipe Recipe(IErasingMethod method, int? iterations = null)
    {
        var own = iterations is { } all ? method.Recipe with { Iterations = Math.Max(method.Recipe.Iterations, all) } : method.Recipe;
        var count = iterations ?? Iterations;
        return (IsLarge ? own.Within(count) : own.ForSmall(count)) with { SamplerSteps = SamplerSteps };
    }
}
