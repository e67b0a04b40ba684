using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Runtime;

namespace Lethe.Tests.Experiments;

public sealed class KitRecordsTests
{
    public static TheoryData<string, string, string, string> Known =>
        new()
        {
            { "quick", "lau", "lau", "7f167e0a5ab0e59c" },
            { "quick", "lau", "retrain", "90a3b51ede79261c" },
            { "quick", "lau-pgd", "lau", "1bf63c0c777280b6" },
            { "quick", "lau-sensitivity", "lau", "4b2f520338a417fb" },
            { "quick", "lau-boundary", "lau", "bfbf89cf70be63cb" },
            { "quick", "qad", "qad", "640032c21966fc29" },
            { "quick", "qad", "specialists", "a3997f3fb40814aa" },
            { "quick", "qad-robustness", "baseline", "4391a8f06e0dbab0" },
            { "quick", "erase", "original", "10de265e668561ae" },
            { "quick", "erase", "all-but-one", "6e557b7cff15feec" },
            { "quick", "erase-attack", "esd-x", "1a43c29171d50639" },
            { "small", "lau", "iwu", "2be63f47a8751cd6" },
            { "small", "detector", "qad", "470f75d2de2359be" },
            { "small", "fashion-diffusion", "ddpm", "ef948fabc6b87f04" },
            { "small", "qad-synthetic", "qad", "158e336e8fedfa1a" },
        };

    [Fact]
    public void They_are_found_from_a_folder_below()
    {
        using var folder = new TemporaryFolder();
        var store = new RecordStore(Path.Combine(folder.Path, "results", "quick"));
        store.Append(TestRecords.Record());
        store.Fold();
        var below = Directory.CreateDirectory(Path.Combine(folder.Path, "notebooks", "deep")).FullName;

        Assert.Equal(store.Folder, KitRecords.Open("quick", below).Folder);
        Assert.Equal(ExitCode.NotFound, Assert.Throws<LetheException>(() => KitRecords.Open("no-such-profile", below)).ExitCode);
    }

    // What is changed in a method or a network without a trace in its cells would go on standing for the new code; what leaves one has to
    // be run again.
    [Theory]
    [InlineData(3, "lau", "lau-data-ratio", "lau-pgd", "lau-double-softmax", "lau-sensitivity")]
    [InlineData(1, "lau-beyond", "lau-boundary", "lau-evolution")]
    public void Those_of_unlearning_are_what_would_be_computed_today(int seeds, params string[] tables)
    {
        using var runner = new ExperimentRunner(
            new()
            {
                Tables = tables,
                Profile = "quick",
                Seeds = seeds,
                Choices = { ["settings"] = ["authors"] },
                Device = "cpu",
                Precision = "bfloat16",
                Out = Path.Combine(Snapshot.Repository, "results", "quick"),
            }
        );
        var known = runner.Records.Latest().Select(static record => record.Id).ToHashSet();
        Assert.Empty(
            runner
                .Plan()
                .Where(cell => !known.Contains(cell.Id))
                .Select(static cell => $"{cell.Experiment} {cell.Model} {cell.Method} {cell.Seed} {cell.ForgetClass}")
        );
    }

    // On networks of one machine: the originals, what they are held against, and each method with both its settings.
    [Theory]
    [InlineData("tune", "lau")]
    [InlineData("rivals", "lau-rivals")]
    public void Those_of_tuned_settings_are_what_would_be_computed_today(string folder, string table)
    {
        var store = new RecordStore(Path.Combine(Snapshot.Repository, "results", folder));
        var known = store.Latest().Where(record => record.Cell.Experiment == table).ToList();
        using var runner = new ExperimentRunner(
            new()
            {
                Tables = [table],
                Profile = "quick",
                Models = [.. known.Select(static record => record.Cell.Model).Distinct()],
                Seeds = 3,
                Choices = { ["settings"] = ["both"] },
                Device = "cpu",
                Precision = "bfloat16",
                Out = store.Folder,
            }
        );

        Assert.NotEmpty(known);
        Assert.Equal(
            runner.Plan().Select(static cell => cell.Id).Order(StringComparer.Ordinal),
            known.Select(static record => record.Id).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void The_checkout_has_its_own() => Assert.NotEmpty(KitRecords.Open("quick").Latest());

    // Ids changed once, when they began to cover every property. They must not again: a record would no longer answer for its run.
    [Theory]
    [MemberData(nameof(Known))]
    public void Records_keep_their_ids(string profile, string experiment, string method, string id)
    {
        var record = KitRecords.Open(profile).Find(id);
        Assert.NotNull(record);
        Assert.Equal((experiment, method, id), (record.Cell.Experiment, record.Cell.Method, record.Cell.Id));
    }

    [Theory]
    [InlineData("quick")]
    [InlineData("small")]
    [InlineData("tune")]
    [InlineData("rivals")]
    public void Every_id_is_that_of_its_cell_and_every_field_is_there(string profile)
    {
        var store = KitRecords.Open(profile);
        Assert.All(store.All(), static record => Assert.Equal(record.Cell.Id, record.Id));
        Assert.All(File.ReadLines(store.RecordsFile), static line => Assert.Contains("\"dirty\":", line, StringComparison.Ordinal));
    }
}
