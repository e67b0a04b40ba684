using Lethe.Embedding;

namespace Lethe.Unlearning.Seen;

/// <summary>Which images are looked at one by one, and how they are drawn.</summary>
internal sealed record SeenDesign
{
    /// <summary>Images of D_f, or all if there are fewer; likewise of the other parts.</summary>
    public int Forget { get; init; } = 200;

    /// <summary>D_tf.</summary>
    public int ForgetTest { get; init; } = 100;

    /// <summary>D_r.</summary>
    public int Retain { get; init; } = 200;

    /// <summary>D_tr.</summary>
    public int RetainTest { get; init; } = 300;

    /// <summary>The map of the test images.</summary>
    public TSne Map { get; init; } = new();

    /// <summary>That features are reduced to before.</summary>
    public int FeatureDimensions { get; init; } = 30;

    internal IReadOnlyList<int> Sizes => [Forget, ForgetTest, Retain, RetainTest];

    public static SeenDesign For(Profile profile) =>
        profile.Of(
            new SeenDesign
            {
                Forget = 40,
                ForgetTest = 20,
                Retain = 40,
                RetainTest = 60,
                Map = new() { Iterations = 300, ExaggeratedIterations = 100 },
            },
            new(),
            new(),
            new()
        );
}
