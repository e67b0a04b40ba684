using Lethe.Detection.Runs;
using Lethe.Detection.Verdicts;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Runtime;
using Lethe.Tests.Experiments;

namespace Lethe.Tests.Cli;

public sealed class TrainTests : IClassFixture<SmokeRun>
{
    private readonly SmokeRun smoke;

    public TrainTests(SmokeRun smoke) => this.smoke = smoke;

    private string Output(string name) => Path.Combine(smoke.Store.Folder, name);

    [Fact]
    public async Task A_detector_is_trained_calibrated_and_written_with_its_card()
    {
        var file = Output("mine.safetensors");
        var run = await Train("--out", file);
        Assert.True(run.Code == 0, run.Error);

        var record = Assert.Single(smoke.Store.Latest(), static record => record.Cell.Experiment == DetectorMaking.Experiment);
        using var package = DetectorPackage.Open(file);
        Assert.Equal(record.Id, package.Facts.TrainingRecord);
        Assert.True(package.Facts.Band.IsValid);
        Assert.NotNull(package.Reference);
        Assert.InRange(package.Facts.Margin, 1, 4);
        Assert.Contains("kinds of forgeries that Lethe makes itself", package.Facts.NeverSeen, StringComparison.Ordinal);
        var card = await File.ReadAllTextAsync(Output("mine.md"), TestContext.Current.CancellationToken);
        Assert.Contains(
            FormattableString.Invariant($"| all qualities together | {record.Metrics["pooled.auc"]:F1} ["),
            card,
            StringComparison.Ordinal
        );
        foreach (var truth in (string[])["real", "fake"])
        {
            Assert.Equal(
                100,
                record.Metrics[$"verdict.{truth}.real"]
                    + record.Metrics[$"verdict.{truth}.unsure"]
                    + record.Metrics[$"verdict.{truth}.fake"],
                9
            );
        }

        (await Train("--out", file, "--seed", "1")).IsRefused(ExitCode.Unwritable, "is there already");
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task What_a_kill_left_undone_is_done_once_by_the_same_command()
    {
        var (file, records) = (Output("killed.safetensors"), new RecordStore(Output("killed")));
        Task<CommandRun> Again() => Train("--out", file, "--records", records.Folder);
        Assert.Equal(0, (await Again()).Code);
        var (written, record) = (await File.ReadAllBytesAsync(file), Assert.Single(records.All()));

        // Killed after all was done, but before it said so.
        var told = await Again();
        Assert.Equal(0, told.Code);
        Assert.Contains("nothing to do", Assert.Single(told.ErrorLines), StringComparison.Ordinal);
        Assert.Contains(record.Id, told.Out, StringComparison.Ordinal);
        Assert.Single(records.All());

        // Killed between the file and its record.
        File.Delete(records.RecordsFile);
        Assert.Equal(0, (await Again()).Code);
        Assert.Equal(record.Metrics, Assert.Single(records.All()).Metrics);
        Assert.Equal(written, await File.ReadAllBytesAsync(file));

        // As an earlier version left it: a record without its file.
        File.Delete(file);
        Assert.Equal(0, (await Again()).Code);
        Assert.Single(records.All());
        Assert.Equal(written, await File.ReadAllBytesAsync(file));
    }

    [Theory]
    [InlineData("--out safetensors", ExitCode.Usage, "is written as a .safetensors file")]
    [InlineData("--out x.safetensors --model alexnet", ExitCode.Usage, "alexnet")]
    [InlineData("--out x.safetensors --method magic", ExitCode.Usage, "magic")]
    [InlineData("--out x.safetensors --dataset faces-nowhere", ExitCode.Usage, "faces-nowhere")]
    [InlineData("--out x.safetensors --dataset faces-lfw", ExitCode.NotFound, "lethe faces make")]
    public async Task What_cannot_be_made_is_refused_at_once(string arguments, ExitCode code, string because) =>
        (await Train(arguments.Split(' '))).IsRefused(code, because);

    private Task<CommandRun> Train(params string[] arguments) =>
        CommandRun.Of([
            "train",
            "detector",
            "--profile",
            "smoke",
            .. arguments.Contains("--records") ? arguments : [.. arguments, "--records", smoke.Store.Folder],
        ]);
}
