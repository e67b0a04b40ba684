using Lethe.Kernel.Execution;
using Lethe.Kernel.Language;
using Lethe.Kernel.Tests.Execution;

namespace Lethe.Kernel.Tests.Language;

public sealed class CodeInsightTests : IDisposable
{
    private readonly CellExecutor cells = new(Path.GetTempPath());
    private readonly CodeInsight insight;

    public CodeInsightTests() => insight = new(cells.Session);

    public void Dispose() => cells.Dispose();

    [Theory]
    [InlineData("\"abc\".Len|", "Length", "property")]
    [InlineData("new List<string>().Ad|", "Add", "method")]
    [InlineData("using System.Thr|", "Threading", "module")]
    [InlineData("Math.M|", "Max", "method")]
    [InlineData("fore|", "foreach", "keyword")]
    [InlineData("DayOfWeek d = DayOfWeek.Mon|", "Monday", "enumMember")]
    [InlineData("Dictionary<string, Li|", "List", "class")]
    [InlineData("var top = 1;\nto|", "top", "field")] // what a cell declares is a field of its submission
    [InlineData("void F() { var local = 1;\nloc| }", "local", "variable")]
    [InlineData("#!ti|", "#!time", "magic")]
    [InlineData("#r \"System.Net.Http\"\nMath.M|", "Max", "method")]
    [InlineData("torch.on|", "ones", "method")]
    public async Task What_may_stand_at_the_cursor_is_offered_with_its_kind(string marked, string text, string kind)
    {
        var (code, position) = Cursor(marked);
        var found = await insight.CompleteAsync(code, position, TestContext.Current.CancellationToken);

        Assert.Contains((text, kind), found.Items);
        Assert.Equal(position, found.End);
        Assert.StartsWith(code[found.Start..found.End], text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Earlier_cells_are_known_and_also_their_last_word()
    {
        var sink = new RecordingSink();
        cells.Execute("var thing = 1; class Helper { public int Answer => 42; }", sink);
        await insight.CompleteAsync("th", 2, TestContext.Current.CancellationToken);
        cells.Execute("var thing = new Helper();", sink);

        var found = await insight.CompleteAsync("thing.An", 8, TestContext.Current.CancellationToken);

        Assert.Equal([("Answer", "property")], found.Items);
    }

    [Fact]
    public async Task Nothing_is_offered_in_another_language() =>
        Assert.Empty((await insight.CompleteAsync("#!markdown\nMath.M", 17, TestContext.Current.CancellationToken)).Items);

    [Theory]
    [InlineData("Math.Ma|x(1, 2)", "Math.Max(int val1, int val2)", "Returns the larger")]
    [InlineData("Math.Max(1, |2)", "Math.Max(int val1, int val2)", "Returns the larger")]
    [InlineData("Math.Max|", "Math.Max(", "Returns the larger")]
    [InlineData("new Lethe.Training.TrainingRec|ipe()", "TrainingRecipe", "")]
    public async Task Signature_and_documentation_of_what_stands_there(string marked, string signature, string documentation)
    {
        var (code, position) = Cursor(marked);
        var found = await insight.InspectAsync(code, position, TestContext.Current.CancellationToken);

        Assert.NotNull(found);
        Assert.Contains(signature, found.Value.Plain, StringComparison.Ordinal);
        Assert.Contains(documentation, found.Value.Plain, StringComparison.Ordinal);
        Assert.StartsWith("```csharp\n", found.Value.Markdown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("1")]
    public async Task Where_nothing_stands_nothing_is_known(string code) =>
        Assert.Null(await insight.InspectAsync(code, 0, TestContext.Current.CancellationToken));

    private static (string Code, int Position) Cursor(string marked) =>
        (marked.Replace("|", "", StringComparison.Ordinal), marked.IndexOf('|', StringComparison.Ordinal));
}
