using Lethe.Unlearning;
using static TorchSharp.torch;

namespace Lethe.Tests.Unlearning;

public sealed class ParameterMaskTests
{
    // Two batches of a published mask: their signed sum and the sum of their sizes choose differently.
    private static readonly float[] First = [0.5f, -0.2f, 0.1f, 0.3f, -0.4f, 0.05f],
        Second = [-0.45f, -0.3f, 0.15f, 0.3f, 0.4f, 0];

    [Fact]
    public void Signed_and_absolute_sums_keep_different_weights()
    {
        Assert.Equal([1, 2, 3], Kept([.. First.Zip(Second, static (a, b) => MathF.Abs(a + b))]));
        Assert.Equal([0, 3, 4], Kept([.. First.Zip(Second, static (a, b) => MathF.Abs(a) + MathF.Abs(b))]));
    }

    [Fact]
    public void Of_equal_scores_the_first_are_kept() => Assert.Equal([0, 1, 2], Kept([1, 1, 1, 1, 1, 1]));

    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    [InlineData(1)]
    public void As_many_are_kept_as_the_ratio_says(double ratio)
    {
        using var scope = NewDisposeScope();
        using var world = new ImageWorld();
        using var model = world.Trained();
        using var mask = ParameterMask.Highest(model, [.. model.parameters().Select(static p => rand_like(p))], ratio);
        Assert.Equal((long)Math.Floor(ratio * model.ParameterCount), mask.Chosen.Sum(static chosen => chosen.sum().item<long>()));
    }

    // Three classes of one number: three weights and three biases.
    private static IEnumerable<int> Kept(float[] scores)
    {
        using var scope = NewDisposeScope();
        using var model = new LinearClassifier(3, 1);
        using var mask = ParameterMask.Highest(model, [tensor(scores[..3]).view(3, 1), tensor(scores[3..])], 0.5);
        return
        [
            .. cat([.. mask.Chosen.Select(static chosen => chosen.flatten())])
                .data<bool>()
                .ToArray()
                .Index()
                .Where(static one => one.Item)
                .Select(static one => one.Index),
        ];
    }
}
