using Lethe.Experiments.Records;
using Lethe.Runtime;
using Lethe.Tests.Experiments;

namespace Lethe.Tests.Cli;

public sealed class ClaimsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("lethe-claims").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(0, ExitCode.Ok)]
    [InlineData(50, ExitCode.Failed)]
    public async Task The_exit_code_says_whether_all_hold(double leftOfTheClass, ExitCode expected)
    {
        var store = new RecordStore(folder);
        foreach (var method in (string[])["original", "retrain", "random-label", "lau"])
        {
            var record = TestRecords.Record(TestRecords.Cell(method), seconds: method == "lau" ? 1 : 9);
            record.Metrics["D_tf"] = method == "lau" ? leftOfTheClass : 0;
            store.Append(record);
        }

        var run = await CommandRun.Of("claims", "--records", folder);

        Assert.Equal((int)expected, run.Code);
        Assert.Equal(4, run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("Fashion-MNIST, ResNet18, class 0 (T-shirt/top), seed 0: LAU forgets", run.Out, StringComparison.Ordinal);
        Assert.Equal(expected == ExitCode.Failed, run.Out.Contains("DOES NOT", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Records_without_a_retrained_network_prove_nothing()
    {
        new RecordStore(folder).Append(TestRecords.Record());

        var run = await CommandRun.Of("claims", "--records", folder);

        Assert.Equal((int)ExitCode.NotFound, run.Code);
        Assert.Contains("no network has records of its original", run.Error, StringComparison.Ordinal);
    }
}
