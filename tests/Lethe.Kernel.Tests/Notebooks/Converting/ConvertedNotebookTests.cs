using Lethe.Notebooks;
using Lethe.Notebooks.Converting;

namespace Lethe.Kernel.Tests.Notebooks.Converting;

public sealed class ConvertedNotebookTests : IDisposable
{
    private const string Dib = """
        #!meta

        {"kernelInfo":{"defaultKernelName":"csharp","items":[{"aliases":["c#"],"name":"csharp"},{"aliases":[],"name":"sql-shop"}]}}

        #!markdown

        # Title

        #!csharp

        #!time
        var x = 1;

        #!f#

        let y = "```"

        #!html

        <b>1</b>

        #!value

        #!value --name data
        a,b

        #!sql-shop

        SELECT 1

        #!c#

        #!connect mssql --kernel-name shop
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("lethe-convert").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_dib_file_becomes_a_notebook_cell_by_cell()
    {
        var made = Converted("a.dib", Dib);

        Assert.Equal(
            [
                ("markdown", "# Title"),
                ("code", "#!time\nvar x = 1;"),
                ("markdown", "*In fsharp; a C# kernel does not run it.*\n\n```fsharp\nlet y = \"```\"\n```"),
                ("code", "#!html\n<b>1</b>"),
                ("code", "#!value --name data\na,b"),
                ("markdown", "*In sql-shop; a C# kernel does not run it.*\n\n```sql-shop\nSELECT 1\n```"),
                ("code", "#!connect mssql --kernel-name shop"),
            ],
            made.Notebook.Cells.Select(static cell => (cell.Type, cell.Source))
        );
        Assert.Equal("lethe-csharp", (string?)made.Notebook.Metadata["kernelspec"]!["name"]);
        Assert.Equal(3, made.Notes.Count);
        Assert.StartsWith("cell 3 is in fsharp", made.Notes[0], StringComparison.Ordinal);
        Assert.StartsWith("cell 7: This kernel connects to no other", made.Notes[2], StringComparison.Ordinal);
    }

    [Fact]
    public void A_fence_is_longer_than_those_in_the_text() =>
        Assert.Contains("\n````fsharp\n```\n````", Converted("a.dib", "#!fsharp\n```").Notebook.Cells[0].Source, StringComparison.Ordinal);

    [Fact]
    public void An_old_notebook_keeps_its_cells_and_tags_and_loses_its_editors_notes()
    {
        var made = Converted(
            "old.ipynb",
            """
            {"cells":[
              {"cell_type":"markdown","metadata":{},"source":"text"},
              {"cell_type":"code","metadata":{"tags":["a"],"dotnet_interactive":{"language":"csharp"}},"source":"1","outputs":[]},
              {"cell_type":"code","metadata":{"polyglot_notebook":{"kernelName":"javascript"}},"source":"alert(1)","outputs":[]},
              {"cell_type":"code","metadata":{"dotnet_interactive":{"language":"pwsh"}},"source":"ls","outputs":[]},
              {"cell_type":"code","metadata":{},"source":["2\n","#!fsharp\n","let z = 3\n","#!csharp\n","4"],"outputs":[]},
              {"cell_type":"code","metadata":{},"source":"","outputs":[]}],
             "metadata":{"kernelspec":{"name":".net-csharp","language":"C#"},"polyglot_notebook":{"kernelInfo":7}},
             "nbformat":4,"nbformat_minor":2}
            """
        );

        Assert.Equal(
            [
                "text",
                "1",
                "#!javascript\nalert(1)",
                "*In pwsh; a C# kernel does not run it.*\n\n```pwsh\nls\n```",
                "2",
                "*In fsharp; a C# kernel does not run it.*\n\n```fsharp\nlet z = 3\n```",
                "4",
                "",
            ],
            made.Notebook.Cells.Select(static cell => cell.Source)
        );
        Assert.Equal(["a"], made.Notebook.Cells[1].Tags);
        Assert.Empty(NotebookCheck.Of(made.Notebook));
    }

    [Fact]
    public void A_notebook_of_F_sharp_is_text_and_one_of_Python_is_refused()
    {
        var cell = """{"cells":[{"cell_type":"code","source":"let a = 1"}],"metadata":{"kernelspec":{"name":"NAME"}},"nbformat":4}""";

        Assert.Equal(
            "markdown",
            Converted("f.ipynb", cell.Replace("NAME", ".net-fsharp", StringComparison.Ordinal)).Notebook.Cells[0].Type
        );
        Assert.Contains(
            "is for the kernel python3",
            Assert.Throws<NotebookException>(() => Converted("p.ipynb", cell.Replace("NAME", "python3", StringComparison.Ordinal))).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("#!meta\n{\"kernelInfo\":\n#!csharp\n1", "what follows #!meta is not JSON")]
    [InlineData("", "not UTF-8")]
    public void Rubbish_is_said(string text, string message)
    {
        var path = Path.Combine(folder, "r.dib");
        File.WriteAllBytes(path, text.Length == 0 ? [0xFF, 0xFE, 0x41] : System.Text.Encoding.UTF8.GetBytes(text));

        Assert.Contains(message, Assert.Throws<NotebookException>(() => ConvertedNotebook.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_command_overwrites_nothing_unasked()
    {
        File.WriteAllText(Path.Combine(folder, "a.dib"), Dib);
        File.WriteAllText(Path.Combine(folder, "b.dib"), "1");
        Directory.CreateDirectory(Path.Combine(folder, "x"));
        File.WriteAllText(Path.Combine(folder, "x", "a.dib"), Dib);

        Assert.Equal(2, LetheProcess.Run(folder, "notebook", "convert", "a.dib", "x/a.dib", "--out", "new").Code);
        Assert.False(Directory.Exists(Path.Combine(folder, "new")));
        var (code, output) = LetheProcess.Run(folder, "notebook", "convert", "a.dib", "b.dib", "--out", "new");
        Assert.Equal(0, code);
        Assert.Contains("cell 3 is in fsharp", output, StringComparison.Ordinal);
        Assert.Equal(["a.ipynb", "b.ipynb"], Directory.GetFiles(Path.Combine(folder, "new")).Select(Path.GetFileName).Order());
        Assert.NotEqual(0, LetheProcess.Run(folder, "notebook", "convert", "b.dib", "--out", "new").Code);
        Assert.Equal(4, LetheProcess.Run(folder, "notebook", "check", "a.dib").Code);
    }

    private ConvertedNotebook Converted(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return ConvertedNotebook.Read(path);
    }
}
