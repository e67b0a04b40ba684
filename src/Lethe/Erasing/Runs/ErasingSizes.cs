using Lethe.Erasing.Diffusion;
using Lethe.Erasing.Methods;

namespace Lethe.Erasing.Runs;

/// <summary>
/// What a profile means for erasing: of the small model, or of Stable Diffusion, where everything takes a thousand times as long.
/// </summary>
/// <param name="Methods">What runs if nothing else is asked for, besides the original.</param>
/// <param name="Seeds">Likewise.</param>
/// <param name="Pictures">Of the main table.</param>
/// <param name="Sampler">In measuring; its steps also in training.</param>
/// <param name="Iterations">At most; methods that their authors stopped earlier stop earlier.</param>
internal sealed record ErasingSizes(IReadOnlyList<string> Methods, int Seeds, PictureCounts Pictures, Sampler Sampler, int Iterations)
{
    private static readonly string[] Few = ["all-but-one", "ablating"],
        Paper = ["esd-x", "sdd", "ablating", "forget-me-not", "all-but-one"],
        More = [.. Paper, "all-but-one-swap", "all-but-one-replace", "esd-u", "ablating-noise", "uce"];

    private static readonly ErasingSizes[] Small =
    [
        new(Few, 1, new(6, 2), Sampler.SmallMeasured with { Steps = 4 }, 2)
        {
            Curve = new(4, 2, 3, 1),
            Variant = new(3, 1),
            LastFrame = 20,
            Inversion = new(2, 4),
            Attack = new() { Steps = 2 },
            Attacked = new(4, 4),
        },
        new(Paper, 3, new(220, 50), Sampler.SmallMeasured with { Steps = 10 }, 60)
        {
            Curve = new(100, 20, 60, 5),
            Variant = new(60, 10),
            LastFrame = 450,
            Inversion = new(20, 50),
            Attack = new(),
            Attacked = new(16, 100),
        },
        new(More, 3, new(2000, 225), Sampler.SmallMeasured, 450)
        {
            Curve = new(450, 10, 200, 25),
            Variant = new(500, 50),
            LastFrame = 450,
            Inversion = new(100, 50),
            Attack = new() { Steps = 300 },
            Attacked = new(16, 500),
        },
    ];

    private static readonly ErasingSizes[] Large =
    [
        new(Few, 1, new(2, 2), Sampler.StableDiffusion with { Steps = 2 }, 2)
        {
            Curve = new(2, 1, 1, 1),
            Variant = new(1, 1),
            LastFrame = 10,
            Inversion = new(1, 2),
            Attack = new() { Steps = 2, Batch = 2 },
            Attacked = new(2, 2),
        },
        new(Paper, 1, new(16, 24), Sampler.StableDiffusion with { Steps = 25 }, 100)
        {
            Curve = new(100, 20, 8, 6),
            Variant = new(8, 6),
            LastFrame = 100,
            Inversion = new(4, 50),
            Attack = new() { Steps = 100, Batch = 2 },
            Attacked = new(8, 8),
        },
        new(More, 1, new(200, 240), Sampler.StableDiffusion, int.MaxValue)
        {
            Curve = new(450, 50, 24, 24),
            Variant = new(24, 24),
            LastFrame = 450,
            Inversion = new(10, 50),
            Attack = new() { Steps = 300, Batch = 4 },
            Attacked = new(16, 50),
        },
        new(Paper, 3, new(2000, 2000), Sampler.StableDiffusion, int.MaxValue)
        {
            Curve = new(450, 10, 200, 200),
            Variant = new(200, 200),
            LastFrame = 450,
            Inversion = new(100, 50),
            Attack = new() { Steps = 1000, Batch = 4 },
            Attacked = new(16, 200),
        },
    ];

    private Profile profile = Profile.Quick;
    private bool isLarge;

    public int DriftPaths => DriftPathsOf(isLarge);

    public required ErasingCurve Curve { get; init; }

    public required PictureCounts Variant { get; init; }

    public required int LastFrame { get; init; }

    public required InversionCounts Inversion { get; init; }

    public required EmbeddingAttack Attack { get; init; }

    public required AttackCounts Attacked { get; init; }

    public static int DriftPathsOf(bool large) => large ? 4 : 32;

    /// <exception cref="LetheException">The small model has no paper profile (<see cref="ExitCode.Usage"/>).</exception>
    public static ErasingSizes Get(Profile profile, bool large)
    {
        var sizes = large
            ? profile.Of(Large[0], Large[1], Large[2], Large[3])
            : profile.Of(Small[0], Small[1], Small[2], null)
                ?? throw LetheException.Usage(
                    "Erasing has a paper profile only for Stable Diffusion v1.4, whose weights the kit may not bring: name "
                        + "their folder with --sd DIR. The small model has smoke, quick and small."
                );
        return sizes with { profile = profile, isLarge = large };
    }

    public IErasingMethod Method(string name) => Method(ErasingCatalog.Create(name));

    public IErasingMethod Method(IErasingMethod method) => method.For(profile, isLarge);

    /// <param name="iterations">For as long, however early its authors stopped; null for the profile's.</param>
    public ErasingRecipe Recipe(IErasingMethod method, int? iterations = null)
    {
        var own = iterations is { } all ? method.Recipe with { Iterations = Math.Max(method.Recipe.Iterations, all) } : method.Recipe;
        var count = iterations ?? Iterations;
        return (isLarge ? own.Within(count) : own.ForSmall(count)) with { SamplerSteps = Sampler.Steps };
    }
}
