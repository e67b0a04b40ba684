using System.Security.Cryptography;
using Lethe.Unlearning;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Unlearning;

/// <summary>What every method of the catalogue must do, with a network that knows four classes.</summary>
public sealed class MethodsTests
{
    public static TheoryData<string> Names => [.. UnlearningCatalog.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_reads_what_it_declares_and_leaves_a_finite_network_in_evaluation_mode(string name)
    {
        using var scope = NewDisposeScope();
        using var world = new ImageWorld();
        using var model = world.Trained();
        model.train();
        var method = UnlearningCatalog.Create(name, "smoke");
        var (forget, retain) = (world.ForgetTrain, world.RetainTrain);
        method.Unlearn(world.Task(model, method, forget, retain));
        Assert.Equal(method.Reads.HasFlag(DataAccess.Forget), forget.DistinctRead > 0);
        Assert.Equal(method.Reads.HasFlag(DataAccess.Retain), retain.DistinctRead > 0);
        Assert.False(model.training);
        var broken = model.state_dict().Where(static pair => !pair.Value.isfinite().all().item<bool>()).Select(static pair => pair.Key);
        Assert.Equal(method is LogitMask ? ["fc.bias"] : [], broken);
    }

    [Theory]
    [Trait("Speed", "slow")]
    [MemberData(nameof(Names))]
    public void A_second_run_gives_the_same_network_to_the_last_bit_and_leaves_no_tensor_behind(string name)
    {
        using var world = new ImageWorld();
        var method = UnlearningCatalog.Create(name, "smoke");
        var first = Run();
        rand(3).Dispose(); // moves torch's own generator on
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var second = Run();
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.Equal(first, second);

        string Run()
        {
            using var model = world.Trained();
            method.Unlearn(world.Task(model, method, seed: 3)); // in no scope: what it forgets to free stays
            using var scope = NewDisposeScope();
            return string.Join(
                '\n',
                model
                    .state_dict()
                    .Select(static pair => $"{pair.Key} {Convert.ToHexString(SHA256.HashData(pair.Value.contiguous().bytes))}")
            );
        }
    }

    [Fact]
    public void A_method_that_reads_what_it_did_not_declare_is_stopped()
    {
        using var world = new ImageWorld();
        using var model = world.Trained();
        var error = Assert.Throws<InvalidOperationException>(() =>
            new Thief(DataAccess.Forget).Unlearn(world.Task(model, new Thief(DataAccess.Forget)))
        );
        Assert.Contains("D_r", error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() =>
            new Thief(DataAccess.Retain).Unlearn(world.Task(model, new Thief(DataAccess.Retain)))
        );
        new Thief(DataAccess.Both).Unlearn(world.Task(model, new Thief(DataAccess.Both)));
    }

    private sealed record Thief(DataAccess Reads) : IUnlearningMethod
    {
        public string Name => "thief";

        public string Title => "Thief";

        public void Unlearn(UnlearningTask task) => _ = task.Forget.Count + task.Retain.Count;
    }
}
