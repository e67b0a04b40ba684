using Lethe.Cli.Benchmarks;
using Lethe.Runtime;

namespace Lethe.Tests.Cli.Benchmarks;

public sealed class BenchedKernelTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Speed", "slow")]
    public void Our_own_is_started_and_asked()
    {
        using var kernel = BenchedKernel.Start(BenchedProgram.Ours, Cancellation);

        Assert.InRange(kernel.StartMilliseconds, 1, double.MaxValue);
        Assert.InRange(kernel.Run("1 + 1"), 0, double.MaxValue);
        Assert.InRange(kernel.Complete("Math.Sq", "Sqrt"), 0, double.MaxValue);
        Assert.InRange(kernel.Megabytes(), 10, double.MaxValue);
        Assert.Contains("answered", Assert.Throws<LetheException>(() => kernel.Run("missing")).Message);
        Assert.Contains("does not offer Root", Assert.Throws<LetheException>(() => kernel.Complete("Math.Sq", "Root")).Message);
    }

    [Fact]
    public void A_program_that_is_no_kernel_is_refused_with_what_it_said()
    {
        var refused = Assert.Throws<LetheException>(() => BenchedKernel.Start(Program("dotnet", "exec", "no-such-file.dll"), Cancellation));

        Assert.StartsWith("The kernel dotnet ended with exit code ", refused.Message, StringComparison.Ordinal);
        Assert.Contains("no-such-file.dll", refused.Message);
    }

    [Fact]
    public void One_that_says_nothing_ends_with_the_command()
    {
        using var stop = new CancellationTokenSource(300);

        Assert.ThrowsAny<OperationCanceledException>(() => BenchedKernel.Start(Program("sleep", "3600"), stop.Token));
    }

    private static BenchedProgram Program(string name, params string[] arguments) =>
        new(name, _ => new(name, arguments) { RedirectStandardOutput = true, RedirectStandardError = true });
}
