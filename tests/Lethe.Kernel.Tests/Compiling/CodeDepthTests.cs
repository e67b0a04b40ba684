using Lethe.Kernel.Compiling;
using Lethe.Kernel.Execution;
using Lethe.Kernel.Language;
using Lethe.Kernel.Outputs;
using Lethe.Kernel.Tests.Execution;

namespace Lethe.Kernel.Tests.Compiling;

/// <summary>A stack that overflows takes the process, and the tests with it: whatever is asked here must come back.</summary>
public sealed class CodeDepthTests : IDisposable
{
    private const int Deep = 20_000;

    private readonly CellExecutor cells = new(Path.GetTempPath());

    public void Dispose() => cells.Dispose();

    public static TheoryData<string, string> TooDeep =>
        new()
        {
            { Nested("var x = ", "(", "1", ")", ";"), "Line 1 nests brackets more than 256 deep" },
            { Nested("var y = 1;\nvar x = ", "[", "", "]", ";"), "Line 2 nests brackets more than 256 deep" },
            { Nested("", "{", "", "}", ""), "nests brackets" },
            { Nested("var x = ", "F(", "1", "", ""), "nests brackets" },
            { Nested("", "List<", "int", ">", " x;"), "nests brackets" },
            { Nested("var x = ", "$\"{", "1", "}\"", ";"), "nests" },
            { Nested("var x = ", "$\"{", "1", "}\"", ";", 30), "nests interpolated texts more than 10 deep" },
            { Nested("var x = $\"{", "(", "1", ")", "}\";"), "nests brackets" },
            { Nested("var x = 1", "", "", " + 1", ";", 50_000), "more than 10,000 parts within each other" },
            { Nested("var x = ", "!", "true", "", ";"), "more than 10,000 parts" },
            { Nested("if (true) { }", "", "", " else if (true) { }", ""), "more than 10,000 parts" },
            { Nested("var x = \"\"", "", "", ".Trim()", ";"), "more than 10,000 parts" },
            { Nested("#if ", "(", "true", ")", "\n#endif\nvar x = 1;"), "nests brackets" },
            { Nested("/// ", "<a>", "", "</a>", "\nclass C { int x = ; }"), "CS1525" },
            { new string('(', 300_000), "The cell opens 300,000 brackets; the compiler can take 200,000." },
        };

    [Theory]
    [MemberData(nameof(TooDeep))]
    public async Task What_is_nested_too_deeply_ends_in_a_sentence(string code, string message)
    {
        var error = RecordingSink.Run(cells, code).Outcome.Error;

        Assert.Contains(message, error?.Value, StringComparison.Ordinal);
        Assert.Equal("2", RecordingSink.Run(cells, "1 + 1").Sink.Value!.Data[MimeBundle.Plain]);
        Assert.NotNull(Completeness.Of(code).Status);
        var insight = new CodeInsight(cells.Session);
        Assert.NotNull(await insight.CompleteAsync(code, code.Length, TestContext.Current.CancellationToken));
        await insight.InspectAsync(code, code.Length, TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("(", "1", ")", 200, "1")]
    [InlineData("Math.Abs(", "-1", ")", 150, "1")]
    [InlineData("", "1", " + 1", 3_000, "3001")]
    [InlineData("$\"{", "1", "}\"", 4, "1")]
    [InlineData("", "\"\"", " + \"((((((((((\"", 400, null)] // brackets in text are none
    public void What_people_write_is_not(string open, string inner, string close, int times, string? value)
    {
        var (outcome, sink) = RecordingSink.Run(cells, $"var made = {Nested("", open, inner, close, "", times)}; made");

        Assert.Null(outcome.Error);
        Assert.Equal(value ?? string.Concat(Enumerable.Repeat("((((((((((", 400)), sink.Value!.Data[MimeBundle.Plain]);
    }

    [Fact]
    public void A_long_comparison_is_no_nested_type() =>
        Assert.Null(
            RecordingSink
                .Run(cells, $"var a = 1; var any = {string.Join(" || ", Enumerable.Range(0, 600).Select(static i => $"a < {i}"))};")
                .Outcome.Error
        );

    private static string Nested(string before, string open, string inner, string close, string after, int times = Deep) =>
        before + string.Concat(Enumerable.Repeat(open, times)) + inner + string.Concat(Enumerable.Repeat(close, times)) + after;
}
