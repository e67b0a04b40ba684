using System.Text.Json;
using Lethe.Tests.Experiments;

namespace Lethe.Tests.Cli;

public sealed class ReproduceTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string? home = Environment.GetEnvironmentVariable("LETHE_HOME");

    public ReproduceTests() => Environment.SetEnvironmentVariable("LETHE_HOME", Path.Combine(folder.Path, "home"));

    private string Runs => Path.Combine(folder.Path, "runs");

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("LETHE_HOME", home);
        folder.Dispose();
    }

    [Fact]
    public async Task The_second_run_computes_nothing_and_shows_the_same_tables()
    {
        var first = await Reproduce();
        Assert.Equal(0, first.Code);
        Assert.Empty(first.Error);
        Assert.Contains("[1/2] fashion-mnist-sample resnet18 original", first.Out, StringComparison.Ordinal);
        Assert.Contains("Computed 2 of 2 cells", first.Out, StringComparison.Ordinal);
        Assert.Contains("Logit mask", first.Out, StringComparison.Ordinal);
        Assert.All(
            first
                .Out.Split('\n')
                .SkipWhile(static line => !line.StartsWith("Utility:", StringComparison.Ordinal))
                .TakeWhile(static line => line.Length > 0),
            static line => Assert.InRange(line.Length, 0, 100)
        );
        Assert.Contains($"Report: {Path.Combine(Runs, "report.html")}", first.Out, StringComparison.Ordinal);
        Assert.StartsWith("<!doctype html>", File.ReadAllText(Path.Combine(Runs, "report.html")), StringComparison.Ordinal);

        var second = await Reproduce();
        Assert.Equal(0, second.Code);
        Assert.Contains("Nothing to compute: all 2 cells have records (--force recomputes).", second.Out, StringComparison.Ordinal);
        Assert.EndsWith(first.Out[first.Out.IndexOf("Utility:", StringComparison.Ordinal)..], second.Out, StringComparison.Ordinal);

        // With --json stdout holds the tables and nothing else.
        var third = await Reproduce("--json");
        using var json = JsonDocument.Parse(third.Out);
        Assert.Equal("lau-utility", json.RootElement[0].GetProperty("name").GetString());
        Assert.Contains("Nothing to compute", third.Error, StringComparison.Ordinal);

        var compared = await CommandRun.Of("compare", "--records", Runs, "--table", "lau-utility", "--format", "csv");
        Assert.Equal(0, compared.Code);
        Assert.StartsWith("experiment,table,dataset", compared.Out, StringComparison.Ordinal);
        Assert.Contains("lau,lau-utility,fashion-mnist-sample,smoke,resnet18,logit-mask,D_tf,0,", compared.Out, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task A_networks_rows_are_shown_as_soon_as_it_is_done()
    {
        var run = await CommandRun.Of(
            "reproduce",
            "lau-utility",
            "--profile",
            "smoke",
            "--models",
            "vit,resnet18",
            "--methods",
            "original,logit-mask",
            "--out",
            Runs
        );

        Assert.Equal(0, run.Code);
        var parts = run.Out.Split("[3/4] fashion-mnist-sample");
        Assert.Contains("Utility: accuracy", parts[0], StringComparison.Ordinal); // before the second network begins
        Assert.Contains("ViT", parts[1].Split("Utility: ")[1], StringComparison.Ordinal);
        Assert.Contains("ResNet18", parts[1].Split("Utility: ")[1], StringComparison.Ordinal);
        Assert.Equal(2, parts[1].Split("Utility: ").Length); // the last network's rows are in the table of both alone
    }

    private Task<CommandRun> Reproduce(params string[] more) =>
        CommandRun.Of([
            "reproduce",
            "lau-utility",
            "--profile",
            "smoke",
            "--models",
            "resnet18",
            "--methods",
            "original,logit-mask",
            "--out",
            Runs,
            .. more,
        ]);
}
