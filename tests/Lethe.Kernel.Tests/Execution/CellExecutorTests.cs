using Lethe.Kernel.Execution;
using Lethe.Kernel.Outputs;

namespace Lethe.Kernel.Tests.Execution;

public sealed class CellExecutorTests : IDisposable
{
    private readonly CellExecutor cells = new(Path.GetTempPath());

    public void Dispose() => cells.Dispose();

    [Theory]
    [InlineData("1 + 1", "2")]
    [InlineData("var x = 20; x + 1", "21")]
    [InlineData("await Task.FromResult(5)", "5")]
    [InlineData("int[] a = [1, 2, 3]; a is [1, .., var last] ? last : 0", "3")]
    [InlineData("record P(int A, string B); new P(1, \"x\") is { A: 1 } ? \"yes\" : \"no\"", "yes")]
    [InlineData("#nullable enable\nstring? s = null; s ?? \"none\"", "none")]
    [InlineData("1.5", "1.5")]
    [InlineData("null", "<null>")]
    [InlineData("DayOfWeek.Monday", "Monday")]
    [InlineData("Console.WriteLine()", null)]
    [InlineData("var y = 1;", null)]
    [InlineData("// nothing", null)]
    [InlineData("", null)]
    [InlineData("using System.Numerics;", null)]
    [InlineData("class C { public int F() => field2; int field2 = 7; }\nnew C().F()", "7")]
    public void The_last_expression_is_the_cell_s_value(string code, string? value)
    {
        var (outcome, sink) = Run(code);

        Assert.Null(outcome.Error);
        Assert.Equal(value, sink.Value?.Data[MimeBundle.Plain]);
    }

    [Fact]
    public void Cells_go_on_from_each_other()
    {
        Run("var x = 1; int Next(int n) => n + 1;");
        Run("x = Next(x);");
        Run("var x2 = x;");
        Run("string x = \"again\";"); // declared anew, with another type

        Assert.Equal("again", Run("x").Sink.Value!.Data[MimeBundle.Plain]);
        Assert.Equal("2", Run("x2").Sink.Value!.Data[MimeBundle.Plain]);
        Assert.Equal(6, cells.Count);
    }

    [Fact]
    public void What_a_failed_cell_had_assigned_is_kept()
    {
        Run("var kept = 41; kept++; throw new InvalidOperationException(\"no\"); var never = 1;");

        Assert.Equal("42", Run("kept").Sink.Value!.Data[MimeBundle.Plain]);
    }

    [Fact]
    public void A_cell_that_is_not_CSharp_changes_nothing_and_shows_where()
    {
        var (outcome, sink) = Run("var a = 1;\nvar b = missing + 1;");

        Assert.Equal("CompilationFailedException", outcome.Error!.Name);
        Assert.Equal(["error CompilationFailedException"], sink.Events);
        var text = Plain(outcome.Error);
        Assert.Contains("CS0103", text, StringComparison.Ordinal);
        Assert.Contains("Cell [1], line 2", text, StringComparison.Ordinal);
        Assert.Contains("2 │ var b = missing + 1;\n      │         ^^^^^^^\n", text, StringComparison.Ordinal);
        Assert.NotNull(Run("a").Outcome.Error);
    }

    [Fact]
    public void An_exception_shows_the_cell_the_line_and_no_frame_of_the_host()
    {
        Run("int Divide(int a, int b)\n{\n    return a / b;\n}");
        var (outcome, _) = Run("var one = 1;\nawait Task.Yield();\nDivide(one, 0);");

        Assert.Equal("DivideByZeroException", outcome.Error!.Name);
        var text = Plain(outcome.Error);
        Assert.Contains("at Divide in Cell [1], line 3", text, StringComparison.Ordinal);
        Assert.Contains("3 │     return a / b;\n      │     ^\n", text, StringComparison.Ordinal);
        Assert.Contains("at Cell [2], line 3", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Lethe.Kernel", text, StringComparison.Ordinal);
        Assert.DoesNotContain("MoveNext", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Submission", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_inner_exception_is_shown_too() =>
        Assert.Contains(
            "caused by\nFormatException: inner",
            Plain(Run("throw new ApplicationException(\"outer\", new FormatException(\"inner\"));").Outcome.Error!),
            StringComparison.Ordinal
        );

    [Fact]
    public void Text_keeps_its_order_among_displays()
    {
        var (_, sink) = Run("Console.Write(\"a\"); Console.Write(\"b\"); display(1); Console.Error.Write(\"c\"); Console.Write(\"d\"); 2");

        Assert.Equal(["stdout ab", "display 1", "stderr c", "stdout d", "result 2"], sink.Events);
    }

    [Fact]
    public void Text_of_a_task_that_outlives_its_cell_is_that_cell_s()
    {
        var (_, first) = Run(
            "var go = new TaskCompletionSource(); var late = Task.Run(async () => { await go.Task; Console.Write(\"late\"); });"
        );
        var (_, second) = Run("go.SetResult(); await late; Console.Write(\"own\");");

        Assert.Equal("late", first.Text);
        Assert.Equal("own", second.Text);
    }

    [Fact]
    public void A_display_is_updated_from_a_later_cell()
    {
        var (_, first) = Run("var shown = display(\"before\");");
        var (_, second) = Run("shown.Update(\"after\");");

        Assert.NotNull(first.Displays.Single().Id);
        Assert.Equal(["update after"], second.Events);
    }

    [Fact]
    public void Many_lines_arrive_whole_and_in_order()
    {
        var (_, sink) = Run("for (var i = 0; i < 100_000; i++) Console.WriteLine(i);");

        Assert.Equal(string.Concat(Enumerable.Range(0, 100_000).Select(static i => $"{i}\n")), sink.Text);
    }

    [Fact]
    public void Endless_text_is_cut_with_a_line_that_says_so()
    {
        var (_, sink) = Run("var line = new string('x', 100_000); for (var i = 0; i < 60; i++) Console.WriteLine(line);");

        Assert.InRange(sink.Text.Length, 5_000_000, 5_000_300);
        Assert.EndsWith("LETHE_OUTPUT_LIMIT sets another limit]\n", sink.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_huge_output_is_left_out_with_a_line_that_says_so()
    {
        var (_, sink) = Run("HTML(new string('x', 6_000_000))");

        Assert.DoesNotContain(MimeBundle.Html, sink.Value!.Data.Keys);
        Assert.Contains("output left out: text/html of 6 MB", sink.Value.Data[MimeBundle.Plain], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_that_nobody_catches_is_said_and_the_notebook_lives()
    {
        var (_, sink) = Run("var stray = new Thread(() => throw new InvalidOperationException(\"stray\")); stray.Start(); stray.Join();");
        for (var i = 0; i < 100 && sink.ErrorText.Length == 0; i++)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        Assert.Contains("InvalidOperationException: stray", sink.ErrorText, StringComparison.Ordinal);
        Assert.Equal("2", Run("1 + 1").Sink.Value!.Data[MimeBundle.Plain]);
    }

    [Fact]
    public void Waiting_for_a_task_of_the_cell_s_own_does_not_deadlock() =>
        Assert.Equal("1", Run("async Task<int> F() { await Task.Delay(10); return 1; }\nF().Result").Sink.Value!.Data[MimeBundle.Plain]);

    [Fact]
    public void Questions_reach_the_person()
    {
        var asked = new List<(string, bool)>();
        var sink = new RecordingSink
        {
            Answer = (prompt, hidden) =>
            {
                asked.Add((prompt, hidden));
                return "Ada";
            },
        };
        cells.Execute(
            new("var name = Input(\"Name? \"); var secret = Password(); Console.Write(name + secret + Console.ReadLine());"),
            sink
        );

        Assert.Equal([("Name? ", false), ("Password: ", true), ("", false)], asked);
        Assert.Equal("AdaAdaAda", sink.Text);
    }

    [Fact]
    public void Questions_still_reach_the_person_after_a_cell_has_set_the_console_s_encodings()
    {
        var sink = new RecordingSink { Answer = static (_, _) => "Ada" };
        cells.Execute("Console.OutputEncoding = Console.InputEncoding = Encoding.UTF8;", sink);
        cells.Execute("Console.Write(Console.ReadLine());", sink);

        Assert.Equal("Ada", sink.Text);
    }

    [Fact]
    public void Two_hundred_cells_need_little_memory()
    {
        cells.WarmUp();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < 200; i++)
        {
            Assert.Null(cells.Execute($"var x{i} = {i};", new RecordingSink()).Error);
        }

        // less, where an earlier test's session was still to be collected
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 20_000_000);
        Assert.Equal("199", Run("x199").Sink.Value!.Data[MimeBundle.Plain]);
    }

    [Fact]
    public void A_cell_that_declares_nothing_leaves_nothing_behind()
    {
        Run("int.TryParse(\"7\", out var n);");
        Run("Console.Write(1)");
        Run("1 + 1;");
        Run("throw new Exception()");

        Assert.Single(cells.Session.Sources, static source => source.Contains("TryParse", StringComparison.Ordinal));
        Assert.DoesNotContain(cells.Session.Sources, static source => source.Contains('1'));
        Assert.Equal("8", Run("n + 1").Sink.Value!.Data[MimeBundle.Plain]);
    }

    [Fact]
    public void A_silent_cell_puts_nothing_out_and_does_not_count()
    {
        var sink = new RecordingSink();
        var outcome = cells.Execute("Console.Write(1); var quiet = 3; quiet", sink, silent: true);

        Assert.Equal(0, cells.Count);
        Assert.Empty(sink.Events);
        Assert.Equal("3", Run("quiet").Sink.Value!.Data[MimeBundle.Plain]);
    }

    [Fact]
    public void A_formatter_that_a_cell_registers_is_used()
    {
        Run("record Point(int X, int Y);\nFormatter.Register<Point>(p => $\"<b>{p.X}</b>\", \"text/html\");");

        Assert.Equal("<b>3</b>", Run("new Point(3, 4)").Sink.Value!.Data[MimeBundle.Html]);
    }

    [Fact]
    public void A_formatter_that_throws_is_said_and_does_not_fail_the_cell()
    {
        Run("record Broken(int X);\nFormatter.Register<Broken>((b, w) => throw new FormatException(\"oops\"), \"text/html\");");

        Assert.Contains("FormatException: oops", Run("new Broken(3)").Sink.Value!.Data[MimeBundle.Html], StringComparison.Ordinal);
    }

    [Fact]
    public void Torch_is_there_without_a_word()
    {
        var (outcome, sink) = Run("var t = torch.ones(3); t.sum().item<float>()");

        Assert.Null(outcome.Error);
        Assert.Equal("3", sink.Value!.Data[MimeBundle.Plain]);
    }

    private (CellOutcome Outcome, RecordingSink Sink) Run(string code) => RecordingSink.Run(cells, code);

    private static string Plain(CellError error) =>
        System.Text.RegularExpressions.Regex.Replace(string.Join('\n', error.Traceback) + "\n", "\e\\[[0-9;]*m", "");
}
