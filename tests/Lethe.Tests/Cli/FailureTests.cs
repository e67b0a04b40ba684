using System.Runtime.InteropServices;
using Lethe.Cli;
using Lethe.Runtime;

namespace Lethe.Tests.Cli;

public sealed class FailureTests
{
    [Theory]
    [InlineData("CUDA out of memory. Tried to allocate 20.00 MiB.\nException raised from malloc at a.cpp:1")]
    [InlineData(
        "[enforce fail at alloc_cpu.cpp:124] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to allocate 8 "
            + "bytes. Error code 12 (Cannot allocate memory)"
    )]
    public void Too_little_memory_is_said_to_be_that(string message)
    {
        using var error = new StringWriter { NewLine = "\n" };
        Assert.Equal((int)ExitCode.NoDevice, Failure.Report(new ExternalException(message), new(TextWriter.Null, error)));
        Assert.StartsWith("lethe: Not enough memory: ", error.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("choose another device with --device.\n", error.ToString(), StringComparison.Ordinal);
        Assert.Single(error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
