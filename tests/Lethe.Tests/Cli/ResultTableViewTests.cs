using Lethe.Cli.Views;
using Lethe.Experiments;
using Lethe.Tests.Experiments;
using Spectre.Console.Testing;

namespace Lethe.Tests.Cli;

public sealed class ResultTableViewTests
{
    [Theory]
    [InlineData("lau-utility")]
    [InlineData("lau-efficiency")]
    public void A_table_is_drawn_with_the_published_numbers_below_ours(string name)
    {
        using var console = new TestConsole().Width(140);
        console.Write(ResultTableView.Of(TableView.Lau(TestRecords.Grid("fashion-mnist", "paper", isStandIn: false), ["resnet18"]).Single(table => table.Name == name)));
        Snapshot.Match(string.Join('\n', console.Lines.Select(static line => line.TrimEnd())) + "\n", $"table-{name}", "Cli");
    }
}
