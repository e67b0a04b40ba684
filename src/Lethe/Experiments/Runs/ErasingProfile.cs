using Lethe.Erasing;
using Lethe.Runtime;

namespace Lethe.Experiments;

/// <summary>What a profile means for erasing from the small model.</summary>
/// <param name="Name">smoke, quick or small. The paper's own model takes its weights and a GPU: there <c>lethe erase --model DIR</c> is the way.</param>
/// <param name="Data">Whose test pictures samples are held against.</param>
/// <param name="Methods">What runs if nothing else is asked for, besides the original.</param>
/// <param name="Seeds">Likewise.</param>
/// <param name="Erased">Pictures a run of prompts for the erased concept.</param>
/// <param name="Kept">Pictures a run of each other class.</param>
/// <param name="SamplerSteps">N, in training and in measuring.</param>
/// <param name="Iterations">At most; methods that the paper's authors stopped earlier stop earlier.</param>
public sealed record ErasingProfile(string Name, string Data, IReadOnlyList<string> Methods, int Seeds, int Erased, int Kept, int SamplerSteps, int Iterations)
{
    private static readonly string[] Paper = ["esd-x", "sdd", "ablating", "forget-me-not", "all-but-one"];

    private static readonly ErasingProfile[] Known =
    [
        new("smoke", "fashion-mnist-sample", ["all-but-one", "ablating"], 1, 6, 2, 4, 2),
        new("quick", "fashion-mnist-sample", Paper, 3, 220, 50, 10, 60),
        new("small", "fashion-mnist-sample", [.. Paper, "all-but-one-swap", "all-but-one-replace", "esd-u", "ablating-noise", "uce"], 3, 2000, 225, 20, 450),
    ];

    /// <summary>w in measuring.</summary>
    public const double Scale = 5;

    /// <summary>c and c'.</summary>
    public const string Concept = "sneaker", Instead = "ankle boot";

    /// <exception cref="LetheException">No such profile (<see cref="ExitCode.Usage"/>).</exception>
    public static ErasingProfile Get(string name) => Known.FirstOrDefault(profile => profile.Name == name)
        ?? throw LetheException.Usage(name is "paper"
            ? "Erasing has no paper profile: that is Stable Diffusion v1.4, whose weights the kit may not bring. See 'lethe erase --model DIR'; smoke, quick and small run here."
            : $"There is no profile '{name}'. Known: {string.Join(", ", Known.Select(static profile => profile.Name))}.");

    /// <summary>How a method is trained here.</summary>
    public ErasingRecipe Recipe(IErasingMethod method) => method.Recipe.ForSmall(Iterations) with { SamplerSteps = SamplerSteps };
}
