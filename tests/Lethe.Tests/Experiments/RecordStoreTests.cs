using System.Text;
using Lethe.Experiments.Records;
using Lethe.Runtime;

namespace Lethe.Tests.Experiments;

public sealed class RecordStoreTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private RecordStore Store => new(folder.Path);

    [Fact]
    public void A_record_comes_back_as_it_was_written()
    {
        var record = TestRecords.Record() with
        {
            Notes = ["guard hits 3", "a \"quote\",\na new line, ± and <b>"],
            Status = RunStatus.Failed,
            Error = "why",
            Provenance = TestRecords.Provenance(isStandIn: true),
        };
        record.Metrics["not_a_number"] = double.NaN;
        record.Metrics["infinite"] = double.PositiveInfinity;
        record.Metrics["third"] = 1.0 / 3;
        Store.Append(record);
        var read = Assert.Single(Store.All());
        Assert.Equal(record.Id, read.Id);
        Assert.Equal(record.Cell, read.Cell);
        Assert.Equal(record.Metrics, read.Metrics);
        Assert.Equal(record.Seconds, read.Seconds);
        Assert.Equal(record.Notes, read.Notes);
        Assert.Equal((record.Status, record.Error, record.Provenance), (read.Status, read.Error, read.Provenance));
        Assert.True(Store.Fold());
        Assert.Single(File.ReadAllLines(Store.RecordsFile));
        Assert.Equal(record.Metrics, Assert.Single(Store.All()).Metrics);
    }

    [Fact]
    public void What_a_figure_is_drawn_from_lies_beside_the_records()
    {
        var record = TestRecords.Record() with
        {
            Arrays = new Dictionary<string, FigureArray> { ["points"] = new([1, 2, 3, 4.5f, -1, float.NaN], 3, 2) },
        };
        Store.Append(record);

        var read = Assert.Single(Store.All());
        Assert.Empty(read.Arrays);
        var points = Assert.Single(Store.Arrays(read)).Value;
        Assert.Equal([3, 2], points.Shape);
        Assert.Equal([3, 4.5f], points.Row(1).ToArray());
        Assert.Equal(
            ExitCode.NotFound,
            Assert.Throws<LetheException>(() => Store.Arrays(TestRecords.Record(TestRecords.Cell("retrain")))).ExitCode
        );
    }

    [Fact]
    public void The_latest_record_of_a_cell_wins()
    {
        Store.Append(TestRecords.Record(dTr: 1));
        Store.Append(TestRecords.Record(TestRecords.Cell("retrain"), dTr: 2));
        Store.Append(TestRecords.Record(dTr: 3));
        Assert.Equal(3, Store.Find(TestRecords.Cell().Id)!.Metrics["D_tr"]);
        Assert.Equal([3, 2], Store.Latest().Select(record => record.Metrics["D_tr"]));
        Assert.Equal(3, Store.All().Count);
    }

    [Fact]
    public void A_folder_that_is_not_there_has_no_records_and_is_not_made()
    {
        var store = new RecordStore(Path.Combine(folder.Path, "new", "deep"));
        Assert.Empty(store.All());
        Assert.Null(store.Find(TestRecords.Cell().Id));
        Assert.False(Directory.Exists(store.Folder));
        store.Append(TestRecords.Record());
        Assert.Single(store.All());
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void A_last_line_cut_at_any_byte_is_passed_over_and_repaired()
    {
        for (var i = 0; i < 2; i++)
        {
            Store.Append(TestRecords.Record(TestRecords.Cell(seed: i)));
        }
        Store.Fold();
        var whole = File.ReadAllBytes(Store.RecordsFile);
        var last = Array.IndexOf(whole, (byte)'\n') + 1;
        for (var length = last; length < whole.Length; length++)
        {
            File.WriteAllBytes(Store.RecordsFile, whole[..length]);
            var kept = length == whole.Length - 1 ? 2 : 1; // all there but the line end
            Assert.Equal(kept, Store.All().Count);
            Store.Append(TestRecords.Record(TestRecords.Cell(seed: 9)));
            Store.Fold();
            Assert.Equal([.. Enumerable.Range(0, kept), 9], Store.All().Select(record => record.Cell.Seed));
            Assert.Equal(kept + 1, File.ReadAllLines(Store.RecordsFile).Length);
        }
    }

    [Fact]
    public void Zeros_left_by_a_power_cut_are_repaired()
    {
        Store.Append(TestRecords.Record());
        Store.Fold();
        File.AppendAllText(Store.RecordsFile, new string('\0', 100));
        Assert.Single(Store.All());
        Store.Append(TestRecords.Record(TestRecords.Cell(seed: 1)));
        Store.Fold();
        Assert.Equal(2, Store.All().Count);
        Assert.DoesNotContain('\0', File.ReadAllText(Store.RecordsFile));
    }

    [Fact]
    public void Unknown_fields_blank_lines_and_windows_line_ends_are_tolerated()
    {
        Store.Append(TestRecords.Record());
        Store.Fold();
        var line = File.ReadAllText(Store.RecordsFile)
            .Replace("{\"id\"", "{\"colour\":{\"of\":[1]},\"id\"", StringComparison.Ordinal)
            .Replace("\"cell\":{", "\"cell\":{\"new\":1,", StringComparison.Ordinal);
        File.WriteAllText(Store.RecordsFile, line.TrimEnd() + "\r\n\r\n" + line, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        Assert.Equal(2, Store.All().Count);
        Assert.All(Store.All(), record => Assert.Equal(TestRecords.Cell().Id, record.Id));
    }

    [Theory]
    [InlineData("{\"id\": 7}")]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("{\"id\":\"a\",\"cell\":null,\"provenance\":null}")]
    public void A_corrupt_line_in_the_middle_is_named(string corrupt)
    {
        Store.Append(TestRecords.Record());
        Store.Fold();
        var line = File.ReadAllText(Store.RecordsFile);
        File.AppendAllText(Store.RecordsFile, corrupt + "\n" + line);
        var error = Assert.Throws<LetheException>(() => Store.All());
        Assert.Equal(ExitCode.BadFile, error.ExitCode);
        Assert.Contains(Store.RecordsFile, error.Message, StringComparison.Ordinal);
        Assert.Contains("line 2 ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_said_to_be_so()
    {
        var file = Path.Combine(folder.Path, "a-file");
        File.WriteAllText(file, "");
        var error = Assert.Throws<LetheException>(() => new RecordStore(file).Append(TestRecords.Record()));
        Assert.Equal(ExitCode.Unwritable, error.ExitCode);
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_threads_with_stores_of_their_own_lose_nothing()
    {
        Parallel.For(
            0,
            64,
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            i =>
            {
                new RecordStore(folder.Path).Append(TestRecords.Record(TestRecords.Cell(seed: i)));
                Assert.NotEmpty(new RecordStore(folder.Path).All());
            }
        );
        Assert.Equal(Enumerable.Range(0, 64), Store.All().Select(record => record.Cell.Seed).Order());
    }

    [Fact]
    public void A_cell_is_claimed_once_at_a_time()
    {
        var (id, other) = (TestRecords.Cell().Id, TestRecords.Cell(seed: 1).Id);
        using (Store.TryClaim(id))
        {
            Assert.Null(Store.TryClaim(id));
            using var free = Store.TryClaim(other);
            Assert.NotNull(free);
        }
        using var again = Store.TryClaim(id);
        Assert.NotNull(again);
    }

    [Fact]
    public void Claims_split_the_work_between_threads()
    {
        var runs = 0;
        Parallel.For(
            0,
            8,
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            _ =>
            {
                var store = new RecordStore(folder.Path);
                for (var seed = 0; seed < 12; seed++)
                {
                    var cell = TestRecords.Cell(seed: seed);
                    using var claim = store.TryClaim(cell.Id);
                    if (claim is not null && store.Find(cell.Id) is null)
                    {
                        Interlocked.Increment(ref runs);
                        store.Append(TestRecords.Record(cell));
                    }
                }
            }
        );
        Assert.Equal(12, runs);
        Assert.Equal(12, Store.All().Count);
    }

    [Fact]
    public void An_id_is_no_way_out_of_the_folder() => Assert.Throws<ArgumentException>(() => Store.TryClaim("../x"));

    [Fact]
    public void Claims_are_kept_out_of_git()
    {
        Store.TryClaim(TestRecords.Cell().Id)!.Dispose();
        Assert.Equal("*\n", File.ReadAllText(Path.Combine(folder.Path, ".claims", ".gitignore")));
        Assert.Single(Directory.EnumerateFiles(Path.Combine(folder.Path, ".claims")));
    }

    [Fact]
    public void Folding_gathers_each_record_once_whatever_a_kill_left()
    {
        var records = Enumerable.Range(0, 5).Select(static i => TestRecords.Record(TestRecords.Cell(seed: i))).ToList();
        records.ForEach(record => Store.Append(record));
        Store.Fold();
        var whole = File.ReadAllText(Store.RecordsFile);
        records.ForEach(record => Store.Append(record)); // killed before the parts were deleted
        Assert.Equal(5, Store.All().Count);
        Store.Fold();
        Assert.Equal(whole, File.ReadAllText(Store.RecordsFile));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(folder.Path, "parts")));
    }

    [Fact]
    public void A_record_of_another_machine_stands_beside_ones_own()
    {
        var store = Store;
        store.Append(TestRecords.Record(dTr: 1));
        store.Append(TestRecords.Record(dTr: 2) with { Provenance = TestRecords.Provenance(hardware: "another") });
        Assert.Equal(2, store.All().Count);
        store.Fold();
        Assert.Equal(2, store.All().Count);
        Assert.Equal(2, store.Find(TestRecords.Cell().Id)!.Metrics["D_tr"]);
        Assert.Equal(RunStatus.Done, Assert.Single(store.Statuses()).Value);
    }

    [Fact]
    public void A_part_that_is_no_record_is_named()
    {
        Store.Append(TestRecords.Record());
        File.WriteAllText(Path.Combine(folder.Path, "parts", "x.json"), "{");
        var error = Assert.Throws<LetheException>(() => Store.All());
        Assert.Equal(ExitCode.BadFile, error.ExitCode);
        Assert.Contains(Path.Combine(folder.Path, "parts", "x.json"), error.Message, StringComparison.Ordinal);
    }
}
