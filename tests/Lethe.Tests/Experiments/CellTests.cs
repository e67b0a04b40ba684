using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;

namespace Lethe.Tests.Experiments;

public sealed class CellTests
{
    private static readonly Gen<string> Word = Gen.String[Gen.Char[" \"\\,:{}abcABC019.äß€\u0001"], 0, 6];
    private static readonly Gen<Dictionary<string, string>> Settings = Gen.Dictionary(Word, Word)[0, 8];

    [Fact]
    public void Equal_settings_in_any_order_are_the_same_cell() =>
        Gen.Select(Settings, Gen.Int)
            .Sample(
                (settings, seed) =>
                {
                    var cell = TestRecords.Cell() with { Settings = new(settings) };
                    var shuffled = new SortedDictionary<string, string>(Comparer<string>.Create((a, b) => string.CompareOrdinal(b, a)));
                    foreach (var (key, value) in settings.OrderBy(pair => HashCode.Combine(pair.Key, seed)))
                    {
                        shuffled[key] = value;
                    }
                    var same = TestRecords.Cell() with { Settings = shuffled };
                    Assert.Equal(cell.Id, same.Id);
                    Assert.Equal(cell, same);
                    Assert.Equal(cell.GetHashCode(), same.GetHashCode());
                }
            );

    [Fact]
    public void Any_change_of_the_settings_is_another_cell() =>
        Gen.Select(Settings, Settings)
            .Sample(
                (left, right) =>
                {
                    var same =
                        left.Count == right.Count && left.All(pair => right.TryGetValue(pair.Key, out var value) && value == pair.Value);
                    var (a, b) = (TestRecords.Cell() with { Settings = new(left) }, TestRecords.Cell() with { Settings = new(right) });
                    Assert.Equal(same, a.Id == b.Id);
                    Assert.Equal(same, a == b);
                }
            );

    [Fact]
    public void Any_change_of_a_field_is_another_cell()
    {
        var cell = TestRecords.Cell();
        Cell[] others =
        [
            cell with
            {
                Experiment = "x",
            },
            cell with
            {
                Dataset = "x",
            },
            cell with
            {
                Model = "x",
            },
            cell with
            {
                Method = "x",
            },
            cell with
            {
                Profile = "x",
            },
            cell with
            {
                Seed = 1,
            },
            cell with
            {
                ForgetClass = 1,
            },
            cell with
            {
                ForgetClass = null,
                ForgetSet = "classes:0,1",
            },
            cell.With("width", 0.5),
            cell.With("new", ""),
            cell with
            {
                Method = "resnet18",
                Model = "lau",
            },
        ];
        Assert.Equal(others.Length + 1, others.Append(cell).Select(c => c.Id).Distinct().Count());
        Assert.Equal(others.Length + 1, others.Append(cell).Distinct().Count());
    }

    [Fact]
    public void The_id_is_the_start_of_the_sha256_of_all_that_the_cell_says()
    {
        const string Canonical =
            """{"dataset":"fashion-mnist","experiment":"lau","forgetClass":"0","method":"lau","model":"resnet18","profile":"small","seed":"0","settings.precision":"float32","settings.width":"1"}""";
        var cell = TestRecords.Cell();
        Assert.Equal(Canonical, Encoding.UTF8.GetString(cell.Canonical()));
        Assert.Equal(Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Canonical))).ToLowerInvariant()[..16], cell.Id);
    }

    [Fact]
    public void A_cell_does_not_share_its_settings()
    {
        SortedDictionary<string, string> settings = new() { ["a"] = "1" };
        var cell = TestRecords.Cell() with { Settings = settings };
        var id = cell.Id;
        settings["a"] = "2";
        _ = cell.With("a", 3);
        Assert.Equal(id, cell.Id);
    }
}
