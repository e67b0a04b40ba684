using Lethe.Runtime;
using Lethe.Unlearning;

namespace Lethe.Tests.Unlearning;

public sealed class BatchOrderTests
{
    [Fact]
    public void Forget_then_retain_walks_D_f_first_and_each_image_once()
    {
        var batches = Epoch(BatchOrder.ForgetThenRetain);
        Assert.Equal([2, 2, 1, 0, 0, 0], batches.Select(static batch => batch.Forget.Length));
        Assert.Equal([0, 0, 0, 3, 3, 1], batches.Select(static batch => batch.Retain.Length));
        EachOnce(batches);
    }

    [Fact]
    public void Mixed_is_one_shuffled_union()
    {
        var batches = Epoch(BatchOrder.Mixed);
        Assert.Equal([2, 2, 2, 2, 2, 2], batches.Select(static batch => batch.Forget.Length + batch.Retain.Length));
        Assert.Contains(batches, static batch => batch.Forget.Length > 0 && batch.Retain.Length > 0);
        EachOnce(batches);
    }

    [Fact]
    public void Paired_goes_round_the_shorter_set_again()
    {
        var batches = BatchOrder.Paired.Epoch(3, 7, 2, 2, RandomStream.For(1)).ToList();
        Assert.Equal([2, 1, 2, 1], batches.Select(static batch => batch.Forget.Length));
        Assert.Equal([2, 2, 2, 1], batches.Select(static batch => batch.Retain.Length));
        Assert.Equal(batches[0].Forget, batches[2].Forget);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], batches.SelectMany(static batch => batch.Retain).Order());
    }

    [Fact]
    public void Without_D_r_its_order_is_that_of_the_batches_of_D_f()
    {
        var (one, other) = (RandomStream.For(4), RandomStream.For(4));
        var batches = BatchOrder.ForgetThenRetain.Epoch(10, 0, 3, 3, one).Select(static batch => batch.Forget).ToList();
        Assert.Equal(other.Permutation(10).Chunk(3), batches);
        Assert.Equal(other.State, one.State);
    }

    private static List<(long[] Forget, long[] Retain)> Epoch(BatchOrder order) => [.. order.Epoch(5, 7, 2, 3, RandomStream.For(1))];

    private static void EachOnce(List<(long[] Forget, long[] Retain)> batches)
    {
        Assert.Equal([0, 1, 2, 3, 4], batches.SelectMany(static batch => batch.Forget).Order());
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], batches.SelectMany(static batch => batch.Retain).Order());
    }
}
