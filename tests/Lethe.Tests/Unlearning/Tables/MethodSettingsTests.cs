using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Runtime;
using Lethe.Tests.Experiments;
using Lethe.Unlearning;
using Lethe.Unlearning.Tables;

namespace Lethe.Tests.Unlearning.Tables;

public sealed class MethodSettingsTests
{
    private static readonly TunedNetwork Tuned = TunedNetwork.All[0];

    [Fact]
    public void Tuned_ones_are_the_usual_ones_where_there_are_any()
    {
        Assert.Equal([Tuned.Methods["lau"]], Of(null));
        Assert.Equal([null], Of("authors"));
        Assert.Equal([Tuned.Methods["lau"], null], Of("both"));
        Assert.Equal([null], Of(null, method: "logit-mask"));
        Assert.Equal([null], Of(null, profile: "paper"));
        Assert.Equal([null], Of("both", forgetClass: Tuned.Classes[0]));
    }

    [Fact]
    public void Other_words_are_refused() =>
        Assert.Contains(
            "Settings are tuned, authors or both, not 'best'.",
            Assert.Throws<LetheException>(() => Of("best")).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void A_cell_of_authors_settings_is_the_one_it_always_was()
    {
        var cell = Cell("lau");

        Assert.Equal(cell.With("method", UnlearningCatalog.Create("lau", "quick")).Id, MethodSettings.With(cell, null).Id);
        Assert.NotEqual(MethodSettings.With(cell, null).Id, MethodSettings.With(cell, Tuned.Methods["lau"]).Id);
    }

    [Fact]
    public void Tables_tell_the_two_apart()
    {
        var (tuned, authors) = (MethodSettings.With(Cell("lau"), Tuned.Methods["lau"]), MethodSettings.With(Cell("lau"), null));

        var (both, alone) = (MethodSettings.RowsOf([Record(tuned, 90), Record(authors, 80)]), MethodSettings.RowsOf([Record(authors, 80)]));

        Assert.Equal(("lau", "lau-as-authors"), (both(tuned), both(authors)));
        Assert.Equal("LAU, as its authors", MethodSettings.TitleOf("lau-as-authors"));
        // Where nothing is tuned there is one row: of another class, network or method, or of all.
        Assert.Equal("lau", both(authors with { ForgetClass = Tuned.Classes[0] }));
        Assert.Equal("iwu", both(Cell("iwu")));
        Assert.Equal("lau", alone(authors));
        var rows = TestTables
            .Utility([Record(tuned, 90), Record(authors, 80), Record(Cell("original"), 91)], Tuned.Dataset, "quick")
            .Rows.Where(static row => row.Cells.Any(static cell => cell.Ours is not null))
            .Select(static row => row.Label);
        Assert.Equal(["Original", "LAU", "LAU, as its authors"], rows);
    }

    [Fact]
    public void A_table_without_tuned_records_says_nothing_of_tuning() =>
        Assert.DoesNotContain(
            TestTables.Utility([Record(MethodSettings.With(Cell("lau"), null), 80)], Tuned.Dataset, "quick").Notes,
            static note => note.Contains("Rule H", StringComparison.Ordinal)
        );

    [Fact]
    public void With_tuned_ones_it_says_how_and_what_is_not()
    {
        var notes = TestTables
            .Utility(
                [
                    Record(MethodSettings.With(Cell("lau"), Tuned.Methods["lau"]), 90),
                    Record(MethodSettings.With(Cell("lau") with { Model = "nothing-tuned" }, null), 90),
                ],
                Tuned.Dataset,
                "quick"
            )
            .Notes;

        Assert.Contains(notes, static note => note.Contains("Rule H is blind to hidden memory", StringComparison.Ordinal));
        Assert.Contains("Not tuned here, settings of its authors: LAU on nothing-tuned.", notes);
    }

    [Fact]
    public void The_kits_records_of_authors_settings_are_among_those_that_can_be_asked_for()
    {
        var known = KitRecords
            .Open("quick")
            .Latest()
            .Where(static record => record.Cell is { Experiment: "lau", ForgetClass: 8 })
            .Select(static record => record.Cell.Id)
            .ToList();
        using var runner = new ExperimentRunner(
            new()
            {
                Tables = ["lau"],
                Profile = "quick",
                Seeds = 3,
                Choices = { [MethodSettings.Choice] = ["both"] },
                Device = "cpu",
                Precision = "bfloat16",
                Out = Path.Combine(Path.GetTempPath(), "lethe-nothing"),
            }
        );

        Assert.NotEmpty(known);
        Assert.Subset(runner.Plan().Select(static cell => cell.Id).ToHashSet(), known.ToHashSet());
    }

    private static IReadOnlyList<TunedMethod?> Of(string? choice, string method = "lau", string profile = "quick", int forgetClass = 8) =>
        MethodSettings.Of(
            new(
                new()
                {
                    Tables = ["lau"],
                    Profile = profile,
                    Choices = { [MethodSettings.Choice] = choice is null ? null : [choice] },
                    Out = "",
                }
            ),
            Tuned.Dataset,
            Tuned.Network,
            method,
            forgetClass
        );

    private static Cell Cell(string method) =>
        TestRecords.Cell(method, model: Tuned.Network, dataset: Tuned.Dataset, profile: Tuned.Profile) with
        {
            ForgetClass = 8,
        };

    private static RunRecord Record(Cell cell, double kept) => TestRecords.Record(cell, dTr: kept);
}
