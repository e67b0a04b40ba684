using Lethe.Kernel.Directives;
using Lethe.Kernel.Execution;
using Lethe.Kernel.Outputs;
using Lethe.Kernel.Tests.Execution;

namespace Lethe.Kernel.Tests.Directives;

public sealed class DirectiveTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("lethe-directives").FullName;
    private readonly CellExecutor cells;

    public DirectiveTests() => cells = new(folder);

    public void Dispose()
    {
        cells.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void An_unknown_one_gets_one_clear_line()
    {
        var (outcome, sink) = Run("#!fancy\n1");

        Assert.Equal("There is no directive #!fancy here. #!lsmagic lists those that are.", outcome.Error!.Value);
        Assert.Equal(["error DirectiveException"], sink.Events);
    }

    [Theory]
    [InlineData("#!share --from fsharp x", "There is only one language here, so #!share is not needed")]
    [InlineData("#!fsharp\nlet x = 1", "Cells here are C#, not F#.")]
    [InlineData("#!pwsh\nGet-ChildItem", "Cells here are C#, not a shell.")]
    [InlineData("#!Python\nprint(1)", "Cells here are C#: there is no #!Python.")]
    public void One_that_other_kernels_have_gets_a_line_that_helps(string cell, string begins) =>
        Assert.StartsWith(begins, Run(cell).Outcome.Error!.Value, StringComparison.Ordinal);

    [Theory]
    [InlineData("\"a.dll\" // why", "a.dll")]
    [InlineData("\"a.dll\"/* why */", "a.dll")]
    [InlineData("@\"nuget: A, 1.0\"", "nuget: A, 1.0")]
    [InlineData("\"\"\"a.dll\"\"\"", "a.dll")]
    [InlineData("'a.dll'", "a.dll")]
    [InlineData("“nuget: A”", "nuget: A")]
    [InlineData("nuget: A, 1.0 // why", "nuget: A, 1.0")]
    [InlineData("\"nuget: http://host/feed\" // a feed", "nuget: http://host/feed")]
    [InlineData("\"C:\\it's\\a.dll\"", "C:\\it's\\a.dll")]
    [InlineData("", "")]
    public void An_argument_is_what_stands_between_its_quotes(string arguments, string argument) =>
        Assert.Equal(argument, Typed(arguments).Unquoted);

    [Theory]
    [InlineData("\"a.dll", "the closing quote is missing")]
    [InlineData("\"a.dll\" b", "only a comment may follow, not 'b'")]
    public void An_argument_that_is_none_is_said(string arguments, string message) =>
        Assert.Contains(message, Assert.Throws<DirectiveException>(() => Typed(arguments).Unquoted).Message, StringComparison.Ordinal);

    private static CellPart.Directive Typed(string arguments) => new(0, "#r", arguments, "");

    [Fact]
    public void Text_of_other_languages_is_shown_as_such()
    {
        var (_, sink) = Run("#!html\n<b>1</b>\n#!markdown\n# Hi");

        Assert.Equal("<b>1</b>", sink.Displays[0].Bundle.Data["text/html"]);
        Assert.Equal("# Hi", sink.Displays[1].Bundle.Data["text/markdown"]);
    }

    [Fact]
    public void Who_and_whos_list_the_variables()
    {
        Run("var b = 2; var a = \"<x>\"; List<int?> c = [];");

        Assert.Equal("a\nb\nc\n", Run("#!who").Sink.Text);
        var whos = Run("#!whos").Sink.Displays.Single().Bundle.Data;
        Assert.Contains("<td>a</td><td>string</td><td><pre>&lt;x&gt;</pre></td>", whos[MimeBundle.Html], StringComparison.Ordinal);
        Assert.Contains("<td>c</td><td>List&lt;int?&gt;</td>", whos[MimeBundle.Html], StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_loaded_as_if_it_stood_there()
    {
        File.WriteAllText(Path.Combine(folder, "a.cs"), "#load \"sub/b.cs\"\nint Twice(int n) => Two * n;");
        Directory.CreateDirectory(Path.Combine(folder, "sub"));
        File.WriteAllText(Path.Combine(folder, "sub", "b.cs"), "const int Two = 2;");

        Assert.Equal("6", Run("#load \"a.cs\"\nTwice(3)").Sink.Value!.Data[MimeBundle.Plain]);
    }

    [Fact]
    public void A_file_that_loads_itself_or_is_missing_is_said()
    {
        File.WriteAllText(Path.Combine(folder, "loop.cs"), "#load \"loop.cs\"");

        Assert.EndsWith("loads itself.", Run("#load \"loop.cs\"").Outcome.Error!.Value, StringComparison.Ordinal);
        Assert.StartsWith("There is no file", Run("#!import nowhere.ipynb").Outcome.Error!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void The_code_cells_of_a_notebook_are_imported()
    {
        File.WriteAllText(
            Path.Combine(folder, "n.ipynb"),
            """{"cells":[{"cell_type":"markdown","source":"no"},{"cell_type":"code","source":["var one = 1;\n","var two = 2;"]},{"cell_type":"code","source":"var three = one + two;"}],"nbformat":4}"""
        );

        Assert.Equal("3", Run("#!import n.ipynb\nthree").Sink.Value!.Data[MimeBundle.Plain]);
    }

    [Fact]
    public void A_missing_assembly_is_said_and_one_that_is_there_is_nothing_to_do()
    {
        Assert.StartsWith("There is no file", Run("#r \"nothing.dll\"").Outcome.Error!.Value, StringComparison.Ordinal);
        Assert.Null(Run("#r \"System.Net.Http\"").Outcome.Error);
        Assert.Null(Run($"#r \"{typeof(CellExecutor).Assembly.Location}\"").Outcome.Error);
        File.WriteAllText(Path.Combine(folder, "text.dll"), "not an assembly");
        Assert.EndsWith("is not a .NET assembly.", Run("#r \"text.dll\"").Outcome.Error!.Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Deedle", "")]
    [InlineData("Lethe.Interactive", ", 0.1.0-beta")] // what every notebook of the kit opens with, for other kernels
    public void A_package_of_the_kit_is_nothing_to_restore(string name, string version) =>
        Assert.Equal($"{name} is part of the kit: nothing to do.\n", Run($"#r \"nuget: {name}{version}\"").Sink.Text);

    [Fact]
    public void Time_is_said_also_when_the_cell_fails()
    {
        Assert.StartsWith("Wall time: ", Run("#!time\nThread.Sleep(2);").Sink.Text, StringComparison.Ordinal);
        Assert.StartsWith("Wall time: ", Run("#!time\nthrow new Exception();").Sink.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#!about", "Lethe")]
    [InlineData("#!lsmagic", "#r \"nuget: NAME, VERSION\"")]
    public void It_says_what_it_is_and_can(string directive, string contained) =>
        Assert.Contains(contained, Run(directive).Sink.Text, StringComparison.Ordinal);

    [Theory]
    [InlineData("#!doc Math.Max", "Math.Max")]
    [InlineData("/// <summary>Of mine.</summary>\nint Twice(int x) => 2 * x;\n#!doc Twice", "Twice(int x)")]
    public void Documentation_of_a_name_goes_to_the_pager(string cell, string contained)
    {
        var (outcome, sink) = Run(cell);

        Assert.Null(outcome.Error);
        Assert.Contains(contained, Assert.Single(sink.Events, static one => one.StartsWith("page ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("#!doc", "Of which name? For example #!doc Math.Max")]
    [InlineData("#!doc Missing", "Nothing is known of Missing here.")]
    public void Documentation_of_nothing_is_said_to_be_none(string cell, string why) => Assert.Equal(why, Run(cell).Outcome.Error!.Value);

    private (CellOutcome Outcome, RecordingSink Sink) Run(string code) => RecordingSink.Run(cells, code);
}
