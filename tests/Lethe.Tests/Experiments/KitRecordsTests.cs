using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Runtime;

namespace Lethe.Tests.Experiments;

public sealed class KitRecordsTests
{
    [Fact]
    public void They_are_found_from_a_folder_below()
    {
        using var folder = new TemporaryFolder();
        var store = new RecordStore(Path.Combine(folder.Path, "results", "quick"));
        store.Append(TestRecords.Record());
        var below = Directory.CreateDirectory(Path.Combine(folder.Path, "notebooks", "deep")).FullName;

        Assert.Equal(store.Folder, KitRecords.Open("quick", below).Folder);
        Assert.Equal(ExitCode.NotFound, Assert.Throws<LetheException>(() => KitRecords.Open("no-such-profile", below)).ExitCode);
    }

    // What is changed in a method or a network without a trace in its cells would go on standing for the new code; what leaves one has to be run again.
    [Theory]
    [InlineData(3, "lau", "lau-data-ratio", "lau-pgd", "lau-double-softmax", "lau-sensitivity")]
    [InlineData(1, "lau-beyond", "lau-boundary", "lau-evolution")]
    public void Those_of_unlearning_are_what_would_be_computed_today(int seeds, params string[] tables)
    {
        using var runner = new ExperimentRunner(new() { Tables = tables, Profile = "quick", Seeds = seeds, Device = "cpu", Precision = "bfloat16", Out = Path.Combine(Snapshot.Repository, "results", "quick") });
        Assert.Empty(runner.Plan().Where(cell => runner.Records.Find(cell.Id) is null).Select(static cell => $"{cell.Experiment} {cell.Model} {cell.Method} {cell.Seed} {cell.ForgetClass}"));
    }

    [Fact]
    public void The_checkout_has_its_own() => Assert.NotEmpty(KitRecords.Open("quick").Latest());
}
