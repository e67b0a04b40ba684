using Lethe.Experiments.Records;
using Lethe.Experiments.Verify;
using Lethe.Experiments.Verify.Tolerances;

namespace Lethe.Tests.Experiments.Verify;

public sealed class JudgeTests
{
    private const string Kind = "AuthenticAMD 26/2/1 avx2";

    private static readonly RunRecord Claimed = Of(0, 90);

    private static readonly ToleranceBook Book = new([Claimed, Of(1, 90.5), Of(2, 91), Of(3, 90.5)], new("", [], 3, []));

    [Theory]
    [InlineData(90.0, CellVerdict.Same)]
    [InlineData(90.25, CellVerdict.WithinSpread)]
    [InlineData(95.0, CellVerdict.Differs)]
    public void On_another_processor_a_number_may_lie_within_the_spread_of_seeds(double now, CellVerdict verdict) =>
        Assert.Equal(verdict, Judge.Compare(Claimed, Of(0, now), Book).Verdict);

    [Theory]
    [InlineData(90.0, 2, "float32", CellVerdict.Same)]
    [InlineData(90.25, 2, "float32", CellVerdict.Differs)]
    [InlineData(90.25, 4, "float32", CellVerdict.WithinSpread)]
    [InlineData(90.25, 2, "bfloat16", CellVerdict.WithinSpread)]
    public void On_the_same_processor_with_the_same_threads_it_must_be_equal(double now, int threads, string precision, CellVerdict verdict)
    {
        var here = Of(0, now);
        var comparison = Judge.Compare(
            Claimed with
            {
                Provenance = Claimed.Provenance with { Processor = Kind },
            },
            here with
            {
                Provenance = here.Provenance with { Processor = Kind, Threads = threads, Precision = precision },
            },
            Book
        );
        Assert.Equal(verdict, comparison.Verdict);
    }

    [Fact]
    public void Without_other_seeds_nothing_tells_the_spread() =>
        Assert.Equal(CellVerdict.NotTold, Judge.Compare(Claimed, Of(0, 90.25), new ToleranceBook([Claimed])).Verdict);

    [Fact]
    public void Times_and_the_ends_of_intervals_are_not_judged()
    {
        var (one, other) = (Of(0, 90), Of(0, 90));
        (one.Metrics["fit.seconds"], other.Metrics["fit.seconds"]) = (1, 50);
        (one.Metrics["D_tr.low"], other.Metrics["D_tr.low"]) = (1, 50);
        Assert.Equal(CellVerdict.Same, Judge.Compare(one, other, Book).Verdict);
    }

    [Fact]
    public void A_run_that_fails_where_the_record_is_done_differs() =>
        Assert.Equal(
            CellVerdict.Differs,
            Judge.Compare(Claimed, Claimed with { Status = RunStatus.Failed, Error = "not a number" }, Book).Verdict
        );

    [Fact]
    public void Where_the_other_cells_of_a_network_are_equal_to_the_last_bit_a_cell_that_is_not_differs()
    {
        CellComparison Cell(string method, double now) =>
            Judge.Compare(Of(0, 90, method), Of(0, now, method), Book) with
            {
                Verdict = now.Equals(90) ? CellVerdict.Same : CellVerdict.WithinSpread,
            };
        CellComparison[] cells = [Cell("original", 90), Cell("retrain", 90), Cell("iwu", 90), Cell("lau", 90.25)];

        Assert.Equal(
            [CellVerdict.Same, CellVerdict.Same, CellVerdict.Same, CellVerdict.Differs],
            Judge.InView(cells).Select(static cell => cell.Verdict)
        );
        Assert.Equal(CellVerdict.WithinSpread, Judge.InView(cells[1..]).Last().Verdict);
    }

    private static RunRecord Of(int seed, double accuracy, string method = "lau") =>
        TestRecords.Record(TestRecords.Cell(method, seed), accuracy);
}
