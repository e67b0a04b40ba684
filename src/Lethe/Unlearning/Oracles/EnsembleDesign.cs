namespace Lethe.Unlearning.Oracles;

/// <summary>How an ensemble is made and what it is asked.</summary>
/// <param name="Networks">N: with seeds 0 to N - 1 an original, a retrained one, and one that a method made of the original.</param>
public sealed record EnsembleDesign(int Networks)
{
    /// <summary>Images of D_f that its answers are kept on, or all if there are fewer; likewise of the other parts.</summary>
    public int Forget { get; init; } = 100;

    /// <summary>D_tf.</summary>
    public int ForgetTest { get; init; } = 100;

    /// <summary>D_r.</summary>
    public int Retain { get; init; } = 60;

    /// <summary>D_tr.</summary>
    public int RetainTest { get; init; } = 60;

    /// <summary>Of the four parts.</summary>
    internal IReadOnlyList<int> Sizes => [Forget, ForgetTest, Retain, RetainTest];

    /// <summary>T: originals that a method runs on with several seeds.</summary>
    public int TrainingSeeds { get; init; } = 8;

    /// <summary>J: how many; the first is the original's.</summary>
    public int UnlearningSeeds { get; init; } = 3;

    /// <summary>K: networks with fresh weights that ZRF compares with.</summary>
    public int EvaluationSeeds { get; init; } = 3;

    /// <summary>As a profile has it.</summary>
    /// <param name="networks">Null for the profile's number: the binned KLoM of the literature needs a hundred.</param>
    /// <exception cref="LetheException">Fewer than eight (<see cref="ExitCode.Usage"/>).</exception>
    public static EnsembleDesign For(Profile profile, int? networks) =>
        (networks ?? profile.Of(8, 100, 20, 100)) is >= 8 and var count
            ? new EnsembleDesign(count) with
            {
                TrainingSeeds = Math.Min(count, profile.Of(2, 8, 5, 10)),
                UnlearningSeeds = profile.Of(2, 3, 2, 3),
            }
            : throw LetheException.Usage(
                $"--seeds {networks}: an ensemble has eight networks or more. Halves of it are held against each other, by an attack "
                    + "that is fitted to half of those."
            );

    /// <summary>The seed of an unlearning: the training's own, then others that no training has.</summary>
    /// <param name="place">j, from 0.</param>
    public static int UnlearningSeed(int trainingSeed, int place) =>
        place == 0 ? trainingSeed : Hashed(trainingSeed, $"unlearning {place.ToString(CultureInfo.InvariantCulture)}");

    /// <summary>The seed of an evaluation's fresh network.</summary>
    /// <param name="place">k, from 0.</param>
    public static int EvaluationSeed(int place) => Hashed(place, "evaluation");

    // By name: a sum or product of small seeds meets others.
    private static int Hashed(int seed, string level) => (int)(RandomStream.For(seed, "seed", level).Next() >> 33);
}
