using System.Text.Json;
using Lethe.Experiments.Records;
using Lethe.Experiments.Verify.Tolerances;

namespace Lethe.Tests.Experiments.Verify.Tolerances;

/// <summary>The tolerances that come with the kit are what its records say.</summary>
public sealed class ToleranceLimitsTests
{
    private static string FileOfLimits =>
        Path.Combine(Snapshot.Repository, "src", "Lethe", "Experiments", "Verify", "Tolerances", "tolerances.json");

    [Fact]
    public void They_are_what_is_measured_on_the_committed_records()
    {
        var measured = JsonSerializer.Serialize(
            MeasuredLimits.Of(
                ("results/quick", new RecordStore(Path.Combine(Snapshot.Repository, "results", "quick")).Latest()),
                ("another AMD EPYC with 2 cores (results/quick at commit 5f8112d, of code at 6b3debe)", OtherMachine.Records)
            ),
            RecordJson.Indented
        );
        if (measured != File.ReadAllText(FileOfLimits).TrimEnd())
        {
            File.WriteAllText(Path.ChangeExtension(FileOfLimits, "received.json"), measured + "\n");
        }
        Assert.Equal(File.ReadAllText(FileOfLimits).TrimEnd(), measured);
    }

    // Two independent draws of one distribution lie sqrt(2) standard deviations apart, root mean square.
    [Fact]
    public void Another_machine_moves_a_number_no_more_than_another_seed()
    {
        var (seeds, machine) = (ToleranceLimits.Kit.Sources[0], ToleranceLimits.Kit.Sources[1]);
        Assert.InRange(seeds.RootMeanSquare, 1.2, 1.7);
        Assert.InRange(machine.RootMeanSquare, 0, seeds.RootMeanSquare);
    }

    [Fact]
    public void Honest_cells_of_another_machine_lie_within() =>
        Assert.All(ToleranceLimits.Kit.Sources, static source => Assert.InRange(source.Within, 0.95, 1));
}
