using Lethe.Runtime;
using Lethe.Tests.Cli;
using Lethe.Tests.Data;

namespace Lethe.Tests.Runtime;

public sealed class OpenCvRuntimeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_variable_that_names_nothing_is_said()
    {
        using var variable = new TemporaryVariable(OpenCvRuntime.Variable, folder["nothing.so"]);
        var error = Assert.Throws<LetheException>(OpenCvRuntime.Find);
        Assert.Equal(ExitCode.NoDevice, error.ExitCode);
        Assert.Contains(folder["nothing.so"], error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_that_does_not_load_gives_the_linkers_sentence_and_what_to_install()
    {
        var error = Assert.Throws<LetheException>(() => OpenCvRuntime.LoadFile(folder.Write("libOpenCvSharpExtern.so", "no library"u8.ToArray())));
        Assert.Equal(ExitCode.NoDevice, error.ExitCode);
        Assert.Contains("The dynamic linker says: ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith($"apt-get install {OpenCvRuntime.Packages}", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    // Nothing else asks for it.
    [Fact]
    public async Task Without_it_the_doctor_notes_it_and_all_is_well()
    {
        using var variable = new TemporaryVariable(OpenCvRuntime.Variable, folder["nothing.so"]);
        var run = await CommandRun.Of("doctor");
        Assert.Equal(0, run.Code);
        Assert.Contains("OpenCV: LETHE_OPENCV names ", run.Out, StringComparison.Ordinal);
        Assert.Equal(0, (await CommandRun.Of("data", "list")).Code);
    }
}
