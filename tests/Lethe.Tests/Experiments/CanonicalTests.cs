using System.Text.Json;
using Lethe.Experiments.Records;

namespace Lethe.Tests.Experiments;

/// <summary>The text that a cell's identity is the hash of.</summary>
public sealed class CanonicalTests
{
    [Fact]
    public void It_is_all_that_the_cell_says_by_path_in_order()
    {
        var cell = TestRecords.Cell();
        foreach (
            var one in (Cell[])[cell, cell with { ForgetClass = null }, cell with { Settings = [] }, cell.With("a \"quoted\" name", "ä")]
        )
        {
            Assert.Equal(JsonSerializer.Serialize(Settings.Of(one)), System.Text.Encoding.UTF8.GetString(one.Canonical()));
        }
    }

    [Fact]
    public void A_copy_with_another_seed_shares_the_settings_and_has_an_identity_of_its_own()
    {
        var cell = TestRecords.Cell();
        var copy = cell with { Seed = 7 };
        Assert.Same(cell.Settings, copy.Settings);
        Assert.NotEqual(cell.Id, copy.Id);
        Assert.Equal(cell.Id, (copy with { Seed = cell.Seed }).Id);
        Assert.NotEqual(copy.Id, copy.With("width", 2).Id);
    }
}
