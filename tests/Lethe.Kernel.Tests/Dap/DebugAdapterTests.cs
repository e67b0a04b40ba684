using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Lethe.Kernel.Debugging;

namespace Lethe.Kernel.Tests.Dap;

public sealed class DebugAdapterTests : IDisposable
{
    private readonly DebuggedCells cells = new();

    public void Dispose() => cells.Dispose();

    // As ipykernel's own function has them.
    [Theory]
    [InlineData("", 0u, 0u)]
    [InlineData("", CellPath.Seed, 0xEDD39288u)]
    [InlineData("1 + 1", CellPath.Seed, 2359671083u)]
    [InlineData("var é = \"ü€\";\n\t// x", CellPath.Seed, 896541934u)]
    [InlineData("abcdefg", 0u, 4188131059u)]
    public void A_cell_s_path_is_its_hash(string code, uint seed, uint hash) => Assert.Equal(hash, CellPath.Hash(code, seed));

    [Fact]
    public async Task A_cell_stops_at_a_breakpoint_shows_its_variables_and_goes_on()
    {
        const string Code = "var n = 3;\nvar sum = 0;\nfor (var i = 0; i < n; i++)\n{\n    sum += i;\n}\nsum";
        Assert.Equal(5, cells.Break(Code, 5)[0]!["line"]!.GetValue<int>());
        var running = cells.Start(Code);

        Assert.Equal("breakpoint Cell [1]:5", cells.Stopped());
        Assert.Equal("i = 0", cells.Locals());
        Assert.Equal("1", cells.Ask("debugInfo")["stoppedThreads"]![0]!.ToJsonString());
        Assert.Equal("breakpoint Cell [1]:5", cells.After("continue"));
        Assert.Equal("i = 1", cells.Locals());
        Assert.Equal("0", cells.Evaluate("sum"));
        cells.Break(Code);
        cells.Continue();

        Assert.Null((await running).Error);
        Assert.Equal("3", cells.Sink.Value!.Data["text/plain"]);
    }

    [Fact]
    public async Task Expressions_see_the_frame_and_may_set_its_variables()
    {
        const string Code = """
            var shared = 10;
            T Pick<T>(T first, List<T> rest)
            {
                var pair = new { First = first, Count = rest.Count };
                Span<int> span = stackalloc int[2];
                var text = "a\tb";
                return first;
            }
            var result = Pick(5, new List<int> { 1, 2, 3 });
            result
            """;
        cells.Break(Code, 7);
        var running = cells.Start(Code);
        cells.Stopped();

        Assert.Contains("pair = { First = 5, Count = 3 }", cells.Locals(), StringComparison.Ordinal);
        Assert.Contains("text = \"a\\tb\"", cells.Locals(), StringComparison.Ordinal);
        Assert.Equal("21", cells.Evaluate("shared + pair.Count + pair.First + rest.Select(x => x).Max()"));
        Assert.Equal("\"A\\tB\"", cells.Evaluate("text.ToUpper()"));
        Assert.Equal("\"c\"", cells.Evaluate("text = \"c\""));
        Assert.Equal("\"c\"", cells.Evaluate("text"));
        Assert.Equal("11", cells.Evaluate("++shared"));
        Assert.Contains("CS0103", cells.Evaluate("missing"), StringComparison.Ordinal);
        Assert.Contains("DivideByZeroException", cells.Evaluate("1 / (pair.Count - 3)"), StringComparison.Ordinal);
        Assert.Contains("first is", cells.Evaluate("$\"first is {first}\""), StringComparison.Ordinal);
        cells.Ask(
            "setVariable",
            new()
            {
                ["name"] = "first",
                ["value"] = "7",
                ["variablesReference"] = 1,
            }
        );
        cells.Continue();

        Assert.Null((await running).Error);
        Assert.Equal("7", cells.Sink.Value!.Data["text/plain"]);
        Assert.Equal("11", cells.Cells.Session.Variables().Single(static one => one.Name == "shared").Value!.ToString());
    }

    [Fact]
    public async Task Nested_values_are_opened_one_level_at_a_time()
    {
        const string Code =
            "record Node(string Name, Node? Next);\nvar ring = new Node(\"a\", new Node(\"b\", null));\n"
            + "var map = new Dictionary<string, int[]> { [\"k\"] = [1, 2] };\n1";
        cells.Break(Code, 4);
        var running = cells.Start(Code);
        cells.Stopped();
        var scopes = (JsonArray)cells.Ask("scopes", new() { ["frameId"] = 1 })["scopes"]!;
        var globals = (JsonArray)
            cells.Ask("variables", new() { ["variablesReference"] = scopes[1]!["variablesReference"]!.GetValue<int>() })["variables"]!;

        Assert.Equal(["Locals", "Globals"], scopes.Select(static scope => scope!["name"]!.GetValue<string>()));
        Assert.Equal("Dictionary<string, int[]>", globals[0]!["type"]!.GetValue<string>());
        Assert.Equal("[\"k\"] = [ 1, 2 ]", cells.Inside(globals[0]!["variablesReference"]!.GetValue<int>()));
        Assert.Equal(
            "Name = \"a\", Next = Node { Name = b, Next = <null> }",
            cells.Inside(globals[1]!["variablesReference"]!.GetValue<int>())
        );
        cells.Continue();
        await running;

        Assert.False(cells.Answer("variables", new() { ["variablesReference"] = 1 })["success"]!.GetValue<bool>());
        var all = (JsonArray)cells.Ask("inspectVariables")["variables"]!;
        Assert.Equal(["map", "ring"], all.Select(static one => one!["name"]!.GetValue<string>()));
        Assert.NotNull(cells.Ask("richInspectVariables", new() { ["variableName"] = "map" })["data"]!["text/html"]);
    }

    [Fact]
    public async Task An_exception_stops_where_it_is_thrown_and_one_that_is_caught_only_if_asked()
    {
        const string Code = """
            int Parse(string text)
            {
                var length = text.Length;
                return int.Parse(text);
            }
            try { Parse("x"); } catch (FormatException) { }
            Parse("y")
            """;
        cells.Ask("setExceptionBreakpoints", new() { ["filters"] = new JsonArray("uncaught") });
        var running = cells.Start(Code);

        Assert.Equal("exception Parse:4 Cell [1]:7", cells.Stopped());
        Assert.Equal("text = \"y\", length = 1", cells.Locals());
        Assert.Equal("System.FormatException", cells.Ask("exceptionInfo")["exceptionId"]!.GetValue<string>());
        cells.Continue();
        Assert.Equal("FormatException", (await running).Error!.Name);

        cells.Ask("setExceptionBreakpoints", new() { ["filters"] = new JsonArray("raised") });
        running = cells.Start(Code);
        Assert.Equal("exception Parse:4 Cell [2]:6", cells.Stopped());
        Assert.Equal("exception Parse:4 Cell [2]:7", cells.After("continue"));
        cells.Continue();
        var error = (await running).Error!;

        Assert.Contains(
            "Parse in Cell [2], line 4",
            Regex.Replace(string.Join('\n', error.Traceback), @"\e\[[0-9;]*m", ""),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Stop_ends_a_cell_that_stands_still()
    {
        const string Code = "var kept = 1;\nkept = 2;\nkept = 3;";
        cells.Break(Code, 3);
        var running = cells.Start(Code);
        cells.Stopped();

        Assert.True(await cells.Cells.InterruptAsync(TimeSpan.FromSeconds(20)));
        Assert.True((await running).Interrupted);
        cells.Next("continued");
        Assert.Null(cells.Run("kept").Error);
        Assert.Equal("2", cells.Sink.Value!.Data["text/plain"]);
    }

    [Fact]
    public async Task Stop_ends_an_expression_that_never_ends()
    {
        const string Code = "var begun = false;\nbegun.ToString();";
        cells.Break(Code, 2);
        var running = cells.Start(Code);
        cells.Stopped();
        var evaluated = Task.Run(
            () => cells.Evaluate("new[] { 1 }.Select(i => { begun = true; while (true) ; return i; }).Sum()"),
            TestContext.Current.CancellationToken
        );
        while (!cells.Cells.Session.Variables().Any(static one => one is { Name: "begun", Value: true }))
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Assert.True(await cells.Cells.InterruptAsync(TimeSpan.FromSeconds(20)));
        Assert.True((await running).Interrupted);
        Assert.Contains("interrupted", await evaluated, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pause_stops_a_cell_that_runs()
    {
        var running = cells.Start("Console.WriteLine();\nvar go = true;\nwhile (go)\n{\n    Thread.Sleep(1);\n}");
        await cells.Sink.Spoken;
        cells.Ask("pause", new() { ["threadId"] = 1 });

        Assert.StartsWith("pause Cell [1]:", cells.Stopped(), StringComparison.Ordinal);
        Assert.Equal("false", cells.Evaluate("go = false").ToLowerInvariant());
        cells.Continue();
        Assert.Null((await running).Error);
    }

    [Fact]
    public async Task A_client_that_vanishes_does_not_leave_the_cell_standing()
    {
        using var adapter = new Lethe.Kernel.Dap.DebugAdapter(cells.Cells, static _ => { });
        const string Code = "var x = 1;\nx++;";
        cells.Break(Code, 2);
        var running = cells.Start(Code);
        cells.Stopped();
        adapter.Desert("a test");

        Assert.Null((await running).Error);
        Assert.False(cells.Ask("debugInfo")["isStarted"]!.GetValue<bool>());
    }

    [Fact]
    public void Without_a_debugger_cells_are_compiled_as_ever()
    {
        using var plain = new DebuggedCells(attach: false);
        plain.Run("int F(int x) => x + 1;\nF(1)");
        plain.Ask("initialize");
        plain.Run("int G(int x) => x + 1;\nG(1)");

        Assert.Equal([false, true], Compiled(plain));
    }

    private static IEnumerable<bool> Compiled(DebuggedCells plain) =>
        AppDomain
            .CurrentDomain.GetAssemblies()
            .Where(static one => one.GetName().Name!.StartsWith("cell-", StringComparison.Ordinal))
            .Where(one => System.Runtime.Loader.AssemblyLoadContext.GetLoadContext(one) == plain.Cells.Session.References.Context)
            .OrderBy(static one => one.GetName().Name, StringComparer.Ordinal)
            .Select(static one =>
                one.GetTypes().SelectMany(static type => type.GetMethods((System.Reflection.BindingFlags)62)).Any(UsesFrames)
            );

    private static bool UsesFrames(System.Reflection.MethodInfo method) =>
        method.GetMethodBody()?.LocalVariables.Any(static local => local.LocalType == typeof(DebugFrame)) == true;

    [Fact]
    public void Code_that_is_wrong_is_told_as_ever()
    {
        var error = cells.Run("var a = 1;\nforeach (var x in missing) { a += x; }").Error!;

        Assert.Equal("CompilationFailedException", error.Name);
        Assert.Contains("CS0103", error.Value, StringComparison.Ordinal);
        Assert.Contains("line 2", string.Join('\n', error.Traceback), StringComparison.Ordinal);
        Assert.Null(cells.Run("var a = 1; for (;;) { if (a++ > 3) break; }").Error);
    }

    [Fact]
    public async Task JupyterLab_which_shows_types_for_values_is_told_none_of_scalars()
    {
        cells.Ask("initialize", new() { ["clientID"] = "jupyterlab" });
        const string Code = "var text = \"a\";\nvar list = new List<int>();\n1";
        cells.Break(Code, 3);
        var running = cells.Start(Code);
        cells.Stopped();
        var seen = (JsonArray)cells.Ask("inspectVariables")["variables"]!;
        cells.Continue();
        await running;

        Assert.Equal(["list List<int>", "text "], seen.Select(static one => $"{one!["name"]} {one["type"]}"));
    }

    [Fact]
    public void Requests_that_make_no_sense_are_answered()
    {
        Assert.Contains("does not know", cells.Answer("gotoTargets")["message"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.False(cells.Answer("stackTrace")["success"]!.GetValue<bool>());
        Assert.False(cells.Answer("continue")["success"]!.GetValue<bool>());
        Assert.False(cells.Answer("variables", new() { ["variablesReference"] = "x" })["success"]!.GetValue<bool>());
        Assert.False(cells.Answer("setBreakpoints", new() { ["breakpoints"] = 5, ["source"] = "no" })["body"] is null);
        var found = cells.Break("var a = 1;\n\n// nothing\n", 2);
        Assert.False(found[0]!["verified"]!.GetValue<bool>());
        Assert.Equal(4, cells.Break("void F()\n{\n\n    var a = 1;\n}", 2)[0]!["line"]!.GetValue<int>());
    }
}
