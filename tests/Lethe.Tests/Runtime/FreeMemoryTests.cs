using Lethe.Runtime;

namespace Lethe.Tests.Runtime;

public sealed class FreeMemoryTests
{
    [Fact]
    public void What_does_not_fit_is_refused_in_one_sentence()
    {
        FreeMemory.Require(1000, "this", "Leave it.", free: 1000);
        var error = Assert.Throws<LetheException>(static () =>
            FreeMemory.Require(8_600_000_000, "the model in sd", "Choose a machine with more.", free: 2_000_000_000)
        );
        Assert.Equal(ExitCode.NoDevice, error.ExitCode);
        Assert.Equal(
            "Not enough memory: the model in sd takes about 8.6 GB, and 2.0 GB are free. Choose a machine with more.",
            error.Message
        );
    }

    [Fact]
    public void This_machine_has_some() => Assert.InRange(FreeMemory.Bytes, 1 << 20, 1L << 50);
}
