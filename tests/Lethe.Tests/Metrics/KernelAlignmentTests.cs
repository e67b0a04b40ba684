using Lethe.Metrics;
using Lethe.Tests.Unlearning;
using static TorchSharp.torch;

namespace Lethe.Tests.Metrics;

public sealed class KernelAlignmentTests
{
    private static readonly double[,] X =
    {
        { 1, 2, 0 },
        { 0, 1, 3 },
        { 2, -1, 1 },
        { 4, 0, -2 },
        { -1, 1, 1 },
    };

    private static readonly double[,] Y =
    {
        { 0.5, 1 },
        { 2, -1 },
        { 1, 1 },
        { -3, 0.25 },
        { 0, 2 },
    };

    [Fact]
    public void It_is_that_of_the_formula_on_features()
    {
        using var scope = NewDisposeScope();

        Assert.Equal(0.6905554817364735, KernelAlignment.Of(tensor(X), tensor(Y)), 12); // |Y'X|^2 / (|X'X| |Y'Y|), in plain Python
        Assert.Equal(0.6905554817364735, KernelAlignment.Of(tensor(Y), tensor(X)), 12);
    }

    [Fact]
    public void Turned_scaled_and_moved_it_is_the_same_layer()
    {
        using var scope = NewDisposeScope();
        var x = tensor(X);
        var turn = tensor(
            new[,]
            {
                { 0.6, 0.8, 0 },
                { -0.8, 0.6, 0 },
                { 0, 0, 1 },
            }
        );

        Assert.Equal(1, KernelAlignment.Of(x, (3 * x.matmul(turn)) + 7), 12);
        Assert.Equal(1, KernelAlignment.Of(x, x.reshape(5, 3, 1, 1)), 12); // N x anything
    }

    [Fact]
    public void Layers_that_have_nothing_in_common_are_at_0_and_one_without_differences_is_nowhere()
    {
        using var scope = NewDisposeScope();
        var (one, other) = (
            tensor(
                new[,]
                {
                    { 1.0 },
                    { 1 },
                    { -1 },
                    { -1 },
                }
            ),
            tensor(
                new[,]
                {
                    { 1.0 },
                    { -1 },
                    { 1 },
                    { -1 },
                }
            )
        );

        Assert.Equal(0, KernelAlignment.Of(one, other), 12);
        Assert.True(double.IsNaN(KernelAlignment.Of(one, ones(4, 2, ScalarType.Float64))));
        Assert.Throws<ArgumentException>(() => KernelAlignment.Of(one, tensor(X)));
    }

    [Fact]
    public void Up_to_a_changed_head_all_stages_are_the_same()
    {
        using var world = new ImageWorld();
        using var scope = NewDisposeScope();
        using var original = world.Trained();
        using var changed = original.Copy();
        using (no_grad())
        {
            changed.Head.weight![ImageWorld.Forget].mul_(5);
        }

        var stages = KernelAlignment.Of(changed, original, world.RetainTrain);

        Assert.Equal([.. original.Stages, "head"], stages.Select(static stage => stage.Stage));
        Assert.All(stages.SkipLast(1), static stage => Assert.Equal(1, stage.Alignment, 9));
        Assert.InRange(stages[^1].Alignment, 0, 0.999);
    }
}
