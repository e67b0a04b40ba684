using Lethe.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Runtime;

/// <summary>What a collection disposes of while torch works with it. Without <see cref="LateDisposal"/> one call in ten thousand fails
/// here, and the tensors end the process, and the tests with it.</summary>
public sealed class LateDisposalTests
{
    public LateDisposalTests() => Assert.SkipUnless(TorchRuntime.ErrorsEndTheProcess is null, "no barrier on this system");

    [Fact]
    public void A_number_outlives_the_call_it_is_given_to()
    {
        const int Steps = 20_000;
        using var x = torch.zeros(16, float64);
        using var one = torch.ones(16, float64);
        using var collector = new Collector();
        for (var step = 0; step < Steps; step++)
        {
            x.addcdiv_(one, one, value: 0.5);
        }
        Assert.Equal(Steps * 0.5, x[0].item<double>());
    }

    [Fact]
    public void So_does_a_tensor_that_nothing_names()
    {
        const int Side = 300;
        using var collector = new Collector();
        for (var round = 0; round < 150; round++)
        {
            Assert.Equal(4f * Side * Side * Side, (torch.ones(Side, Side) * 2).matmul(torch.ones(Side, Side) * 2).sum().item<float>());
        }
    }

    [Fact]
    public void What_nothing_names_is_freed_in_the_end()
    {
        var before = Environment.WorkingSet;
        for (var round = 0; round < 400; round++)
        {
            torch.ones(1024, 1024, 4).add_(1); // 16 MB, 6.4 GB in all
            Thread.Sleep(1);
            if (round % 50 == 0)
            {
                GC.Collect(0);
            }
        }
        Assert.InRange(Environment.WorkingSet - before, long.MinValue, 3L << 30);
    }

    /// <summary>Collects all the time.</summary>
    private sealed class Collector : IDisposable
    {
        private readonly Thread thread;
        private bool stop;

        public Collector()
        {
            thread = new(Collect);
            thread.Start();
        }

        public void Dispose()
        {
            Volatile.Write(ref stop, true);
            thread.Join();
        }

        private void Collect()
        {
            while (!Volatile.Read(ref stop))
            {
                GC.Collect(0, GCCollectionMode.Forced, blocking: true);
                GC.WaitForPendingFinalizers();
            }
        }
    }
}
