using Lethe.Detection.Runs;
using Lethe.Experiments.Plans;
using Lethe.Experiments.Runs;
using Lethe.Tests.Data;
using Lethe.Tests.Faces.Films;
using Lethe.Tests.Runtime;

namespace Lethe.Tests.Experiments.Plans;

/// <summary>A cell says which networks it will ask for: with those trained, it trains nothing. One table of each way to compute cells, in
/// little.</summary>
public sealed class NeedsTests : IDisposable
{
    private readonly Data.TemporaryFolder folder = new();
    private readonly TemporaryHome home = new();

    public void Dispose()
    {
        home.Dispose();
        folder.Dispose();
    }

    [Theory]
    [Trait("Speed", "slow")]
    [InlineData("lau-beyond", "original,retrain,lau")]
    [InlineData("lau-data-ratio", null)]
    [InlineData("lau-boundary", null)]
    [InlineData("lau-evolution", null)]
    [InlineData("qad", "baseline,qad,add")]
    [InlineData("qad-aware", "specialists")]
    [InlineData("qad-tsne", "baseline")]
    [InlineData("qad-robustness", "baseline")]
    [InlineData("erase", "original,uce")]
    [InlineData("erase-iterations", "esd-x")]
    [InlineData("erase-inversion", "uce")]
    [InlineData("erase-ablation", null)]
    [InlineData("erase-attack", "uce")]
    public void What_a_cell_asks_for_has_been_trained(string table, string? methods)
    {
        if (table == "qad-robustness")
        {
            RealFfmpeg.Find(); // its films are compressed
        }
        var request = new ExperimentRequest
        {
            Tables = [table],
            Profile = "smoke",
            Seeds = 1,
            Methods = methods?.Split(','),
            Choices = { [DetectionLab.FamiliesChoice] = table.StartsWith("qad", StringComparison.Ordinal) ? ["df"] : null },
            Out = folder["runs"],
        };
        var plan = PlanFile.Of(request);
        Assert.NotEmpty(plan.Tasks);
        for (var wave = 0; wave < 2; wave++)
        {
            var before = Networks();
            using var run = new ShareRun(plan, Shard.Whole) { Wave = wave };
            var computed = run.Run(TestContext.Current.CancellationToken);
            Assert.Equal(0, run.Refused);
            Assert.Equal(plan.Tasks.Count(task => task.Wave == wave && wave == 1), computed.Count);
            Assert.All(computed, static record => Assert.Null(record.Error));
            if (wave == 1 && table != "erase-iterations") // which is watched while it is made
            {
                Assert.Equal(before, Networks());
            }
        }
        Assert.Empty(PlanFile.Of(request).Tasks);
    }

    private IEnumerable<string> Networks() =>
        Directory.Exists(Lethe.Runtime.LetheHome.Models) ? [.. Directory.EnumerateFiles(Lethe.Runtime.LetheHome.Models).Order()] : [];
}
