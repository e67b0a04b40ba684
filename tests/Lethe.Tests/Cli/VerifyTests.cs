using System.Text.Json;
using Lethe.Experiments.Records;
using Lethe.Runtime;
using Lethe.Tests.Experiments;

namespace Lethe.Tests.Cli;

public sealed class VerifyTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string? home = Environment.GetEnvironmentVariable("LETHE_HOME");

    public VerifyTests() => Environment.SetEnvironmentVariable("LETHE_HOME", Path.Combine(folder.Path, "home"));

    private string Runs => Path.Combine(folder.Path, "runs");

    private string Review => Path.Combine(folder.Path, "review");

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("LETHE_HOME", home);
        folder.Dispose();
    }

    [Fact, Trait("Speed", "slow")]
    public async Task What_this_machine_computed_comes_out_the_same_and_what_was_changed_does_not()
    {
        var made = await CommandRun.Of([
            "reproduce",
            "lau",
            "--profile",
            "smoke",
            "--models",
            "resnet18",
            "--methods",
            "original,retrain,lau",
            "--out",
            Runs,
        ]);
        Assert.Equal(0, made.Code);
        var models = Directory.GetFiles(LetheHome.Models);

        var honest = await Verify("--json");
        Assert.Equal(0, honest.Code);
        using var json = JsonDocument.Parse(honest.Out);
        Assert.Equal(honest.Out.TrimEnd(), File.ReadAllText(Path.Combine(Review, "verify.json")));
        Assert.Equal("nothing differs", json.RootElement.GetProperty("verdict").GetString());
        Assert.Equal(3, json.RootElement.GetProperty("same").GetInt32());
        Assert.Equal(0, json.RootElement.GetProperty("chanceUnseen").GetDouble());
        Assert.Contains("Seed of the draw: 7.", honest.Error, StringComparison.Ordinal);
        // Nothing that was there answered, and nothing was left behind.
        Assert.Contains("training the original: epoch 1", honest.Error, StringComparison.Ordinal);
        Assert.Equal(models, Directory.GetFiles(LetheHome.Models));

        var store = new RecordStore(Runs);
        var lau = store.Latest().Single(static record => record.Cell.Method == "lau");
        var better = new SortedDictionary<string, double>(lau.Metrics) { ["probe_D_tr"] = lau.Metrics["probe_D_tr"] + 1 };
        store.Append(lau with { Metrics = better });
        var forged = await Verify();
        Assert.Equal(1, forged.Code);
        Assert.Contains("differs        lau, resnet18, lau, class 8, seed 0: probe_D_tr", forged.Out, StringComparison.Ordinal);
        Assert.Contains("1 record does not hold.", forged.Out, StringComparison.Ordinal);
        Assert.StartsWith("<!doctype html>", File.ReadAllText(Path.Combine(Review, "verify.html")), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task Without_minutes_nothing_is_computed()
    {
        var run = await CommandRun.Of("verify", "--records", Quick, "--minutes", "0", "--seed", "7", "--out", Review);
        Assert.Equal(0, run.Code);
        Assert.Contains("617 records were checked against themselves and each other: 0 cannot have been written", run.Out);
        Assert.Contains("0 cells drawn with seed 7 and computed again", run.Out);
    }

    [Theory]
    [InlineData("There are no records of qad-synthetic.", "--tables", "qad-synthetic")]
    [InlineData("There is no table 'dragons'.", "--tables", "dragons")]
    public async Task What_is_not_there_is_refused(string because, params string[] arguments)
    {
        var run = await CommandRun.Of(["verify", "--records", Quick, "--minutes", "0", "--out", Review, .. arguments]);
        Assert.Contains(because, run.Error, StringComparison.Ordinal);
        Assert.NotEqual(0, run.Code);
    }

    private static string Quick => Path.Combine(Snapshot.Repository, "results", "quick");

    private Task<CommandRun> Verify(params string[] more) =>
        CommandRun.Of(["verify", "--records", Runs, "--minutes", "5", "--seed", "7", "--out", Review, .. more]);
}
