using Lethe.Unlearning;
using static TorchSharp.torch;

namespace Lethe.Tests.Unlearning;

public sealed class ForgottenLogitsTests
{
    private static readonly long[] Labels = [0, 2];

    [Fact]
    public void Of_several_classes_none_is_a_place_for_another()
    {
        using var scope = NewDisposeScope();
        var logits = tensor(
            new float[,]
            {
                { 1, 2, 3, 4 },
                { 5, 6, 7, 8 },
            }
        );
        var allowed = ForgottenLogits.WithoutOthers(logits, tensor(Labels), [0, 2, 3]);
        Assert.Equal(
            [1, 2, float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity, 6, 7, float.NegativeInfinity],
            allowed.data<float>().ToArray()
        );
    }

    [Fact]
    public void Of_one_class_or_of_images_within_classes_nothing_changes()
    {
        using var scope = NewDisposeScope();
        var logits = rand(2, 4);
        Assert.Same(logits, ForgottenLogits.WithoutOthers(logits, tensor(Labels), [2]));
        Assert.Same(logits, ForgottenLogits.WithoutOthers(logits, tensor(Labels), []));
    }

    [Fact]
    public void Delete_aims_at_kept_classes_only()
    {
        using var scope = NewDisposeScope();
        var target = Delete.Target(zeros(2, 4), tensor(Labels), [0, 2]);
        Assert.Equal([0, 0.5f, 0, 0.5f, 0, 0.5f, 0, 0.5f], target.data<float>().ToArray());
        // Of images within classes it is the image's own.
        Assert.Equal([0, 1, 1, 1, 1, 1, 0, 1], Delete.Target(zeros(2, 4), tensor(Labels), []).mul(3).round().data<float>().ToArray());
    }
}
