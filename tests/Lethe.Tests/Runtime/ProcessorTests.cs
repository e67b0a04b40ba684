using Lethe.Runtime;

namespace Lethe.Tests.Runtime;

public sealed class ProcessorTests
{
    [Fact]
    public void The_processor_has_a_name_and_at_least_one_core_of_its_own()
    {
        Assert.False(string.IsNullOrWhiteSpace(Processor.Name));
        Assert.InRange(Processor.PhysicalCores, 1, Environment.ProcessorCount);
    }

    [Fact]
    public void The_description_is_one_line_with_name_cores_and_memory() =>
        Assert.Matches(
            $@"^{System.Text.RegularExpressions.Regex.Escape(Processor.Name)}, {Environment.ProcessorCount} cores, \d+ GiB$",
            Processor.Describe()
        );

    [Fact]
    public void BFloat16_is_what_the_kernel_says_of_the_processor()
    {
        if (OperatingSystem.IsLinux())
        {
            Assert.Equal(
                File.ReadAllText("/proc/cpuinfo") is { } info && (info.Contains(" avx512_bf16") || info.Contains(" amx_bf16")),
                Processor.HasBFloat16
            );
        }
    }
}
