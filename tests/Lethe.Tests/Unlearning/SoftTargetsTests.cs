using Lethe.Unlearning;
using static TorchSharp.torch;

namespace Lethe.Tests.Unlearning;

public sealed class SoftTargetsTests
{
    // An image of D_f, which learns from the bad teacher, and one of D_r, which learns from the good one.
    private static readonly float[,] Teachers =
        {
            { 0.2f, -0.1f, 0.1f },
            { 0.5f, 2.5f, -1 },
        },
        Student =
        {
            { 1, 1, 0 },
            { 0, 2, 0 },
        };

    [Theory]
    [InlineData(KlReduction.BatchMean, 0.080192)]
    [InlineData(KlReduction.Mean, 0.026731)]
    public void The_divergence_is_averaged_over_images_or_over_classes_too(KlReduction reduction, double expected)
    {
        using var scope = NewDisposeScope();
        Assert.Equal(expected, SoftTargets.Divergence(tensor(Teachers).softmax(1), tensor(Student), 1, reduction).item<float>(), 2e-6);
    }

    [Fact]
    public void Each_image_has_its_own_part()
    {
        using var scope = NewDisposeScope();
        var (target, student) = (tensor(Teachers).softmax(1), tensor(Student));
        Assert.Equal(0.112880, SoftTargets.Divergence(target.narrow(0, 0, 1), student.narrow(0, 0, 1)).item<float>(), 2e-6);
        Assert.Equal(0.047504, SoftTargets.Divergence(target.narrow(0, 1, 1), student.narrow(0, 1, 1)).item<float>(), 2e-6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_gradient_is_the_difference_of_the_probabilities(double temperature)
    {
        using var scope = NewDisposeScope();
        var (target, student) = (tensor(Teachers).softmax(1), tensor(Student).requires_grad_(true));
        SoftTargets.Divergence(target, student, temperature).backward();
        var expected = ((student / temperature).softmax(1) - target) / temperature / 2;
        Assert.True((expected - student.grad!).abs().max().item<float>() < 1e-6);
    }
}
