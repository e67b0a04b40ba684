using System.Text.Json.Nodes;
using Lethe.Notebooks;
using Lethe.Notebooks.Gallery;

namespace Lethe.Kernel.Tests.Notebooks.Gallery;

public sealed class GalleryFolderTests : IDisposable
{
    private static readonly GalleryFacts Facts = new(DateTimeOffset.UnixEpoch, true, null, null, null, new Dictionary<string, string>());

    private readonly string folder = Directory.CreateTempSubdirectory("lethe-gallery").FullName;

    private string Site => Path.Combine(folder, "site");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_notebook_without_title_and_picture_has_a_card_all_the_same()
    {
        var index = Make(null, Write("plain.ipynb", Sample.Code("1")));

        Assert.Contains("<h2><a href=\"plain.html\">plain</a></h2>", index, StringComparison.Ordinal);
        Assert.Contains("<img src=\"data:image/svg+xml;base64,", index, StringComparison.Ordinal);
        Assert.Contains("<h1>plain</h1>", Page("plain.html"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_picture_is_shown_and_is_inert()
    {
        var cell = Sample.Code("1");
        cell["outputs"] = new JsonArray(
            Output(new JsonObject { ["text/html"] = "<b>x</b>" }),
            Output(new JsonObject { ["text/plain"] = "p", ["image/png"] = "AA\nAA\n" }),
            Output(new JsonObject { ["image/svg+xml"] = "<svg onload=\"alert(1)\"/>" })
        );

        Assert.Contains("<img src=\"data:image/png;base64,AAAA\" alt=\"\">", Make(null, Write("n.ipynb", cell)), StringComparison.Ordinal);
    }

    [Fact]
    public void Libraries_are_there_once()
    {
        var cell = Sample.Code("1");
        cell["outputs"] = new JsonArray(
            Output(new JsonObject { ["application/vnd.plotly.v1+json"] = new JsonObject { ["data"] = new JsonArray() } })
        );
        Make(null, Write("a.ipynb", Sample.Text("$x$"), cell), Write("b.ipynb", Sample.Text("text")));

        Assert.Equal(
            ["katex.css", "katex.min.js", "plotly.min.js"],
            Directory.GetFiles(Path.Combine(Site, "assets")).Select(Path.GetFileName).Order()
        );
        Assert.Matches("<script nonce=\"[\\w-]{24}\" src=\"assets/plotly.min.js\"></script>", Page("a.html"));
        Assert.Contains("<link rel=\"stylesheet\" href=\"assets/katex.css\">", Page("a.html"), StringComparison.Ordinal);
        Assert.DoesNotContain("assets/", Page("b.html"), StringComparison.Ordinal);
    }

    [Fact]
    public void Pages_know_their_neighbours()
    {
        Make(
            null,
            Write("a.ipynb", Sample.Text("# A < a\n\n[c](c.ipynb)")),
            Write("b.ipynb", Sample.Text("# B")),
            Write("c.ipynb", Sample.Text("# C"))
        );

        Assert.Contains(
            "<a href=\"a.html\" rel=\"prev\"><span aria-hidden=\"true\">←</span> Before: A &lt; a</a><a href=\"c.html\" rel=\"next\">",
            Page("b.html"),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("rel=\"prev\"", Page("a.html"), StringComparison.Ordinal);
        Assert.Contains("<a href=\"c.html\">c</a>", Page("a.html"), StringComparison.Ordinal);
        Assert.Contains("<a href=\"c.ipynb\" download>c.ipynb</a>", Page("c.html"), StringComparison.Ordinal);
    }

    [Fact]
    public void Again_it_replaces_what_is_its_own_and_nothing_else()
    {
        var notebook = Write("a.ipynb", Sample.Text("# Old"));
        Make(null, notebook);
        File.WriteAllText(Path.Combine(Site, "mine.txt"), "mine");
        Write("a.ipynb", Sample.Text("# New"));

        Assert.Contains(">New</a>", Make(null, notebook), StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(Site, "mine.txt")));
    }

    [Theory]
    [InlineData("index.html")]
    [InlineData("a.html")]
    [InlineData("a.ipynb")]
    [InlineData("assets/katex.css")]
    public void What_is_not_of_a_gallery_is_not_touched(string name)
    {
        var foreign = Path.Combine(Site, name);
        Directory.CreateDirectory(Path.GetDirectoryName(foreign)!);
        File.WriteAllText(foreign, "mine");

        Assert.Contains(
            $"{foreign} is there already",
            Refused(NotebookStatus.Unwritable, Write("a.ipynb", Sample.Text("# A"))),
            StringComparison.Ordinal
        );
        Assert.Equal("mine", File.ReadAllText(foreign));
        Assert.Single(Directory.GetFiles(Site, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void It_does_not_stand_among_the_notebooks()
    {
        var notebook = Write("site/a.ipynb", Sample.Text("# A"));

        Assert.Contains("is the folder of", Refused(NotebookStatus.Unwritable, notebook), StringComparison.Ordinal);
        Assert.Equal([notebook], Directory.GetFiles(Site));
    }

    [Fact]
    public void Two_files_of_one_name_are_refused()
    {
        Assert.Contains("a.ipynb", Refused(NotebookStatus.Unwritable, Write("a.ipynb"), Write("other/a.ipynb")), StringComparison.Ordinal);
        Assert.Contains("index.html", Refused(NotebookStatus.Unwritable, Write("index.ipynb")), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Site));
    }

    [Fact]
    public void A_folder_that_cannot_be_is_said_before_anything_runs()
    {
        File.WriteAllText(Site, "a file");

        Assert.Contains("Cannot write", Refused(NotebookStatus.Unwritable, Write("a.ipynb")), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_notebook_is_refused()
    {
        Refused(NotebookStatus.NotFound, Write("a.ipynb"), Path.Combine(folder, "nowhere.ipynb"));
        File.WriteAllText(Path.Combine(folder, "b.ipynb"), "{}");
        Refused(NotebookStatus.NotANotebook, Path.Combine(folder, "b.ipynb"));
        Assert.False(Directory.Exists(Site));
    }

    [Fact]
    public void Until_it_has_run_the_index_says_so_and_a_notebook_that_left_nothing_has_a_page_without_outputs()
    {
        var cell = Sample.Code("1");
        cell["outputs"] = new JsonArray(
            new JsonObject
            {
                ["output_type"] = "stream",
                ["name"] = "stdout",
                ["text"] = "of another day",
            }
        );
        var notebook = Write("a.ipynb", Sample.Text("# A"), cell);
        var gallery = GalleryFolder.Open(Site, [notebook], Facts with { AsSaved = false });
        Assert.Contains("Not run yet", Page("index.html"), StringComparison.Ordinal);

        gallery.Write(
            Facts with
            {
                AsSaved = false,
            },
            [
                new(
                    notebook,
                    Path.Combine(Site, "a.ipynb"),
                    NotebookStatus.BadParameter,
                    [new(0, "", "the process", CellState.Failed, 0, "ended")]
                ),
            ]
        );

        Assert.Contains("Could not run: ended", Page("index.html"), StringComparison.Ordinal);
        Assert.DoesNotContain("of another day", Page("a.html"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_that_is_no_notebook_stands_beside_them_and_takes_no_stranger_s_place()
    {
        var notebook = Write("a.ipynb", Sample.Text("# A"));
        var extra = new GalleryExtra("b.html", "B & more", "a page.", "<p>b</p>");
        Directory.CreateDirectory(Site);
        File.WriteAllText(Path.Combine(Site, "b.html"), "mine");

        var error = Assert.Throws<NotebookException>(() => GalleryFolder.Open(Site, [notebook], Facts, [extra]));
        Assert.Contains("b.html is there already", error.Message, StringComparison.Ordinal);
        Assert.Equal("mine", Page("b.html"));

        File.Delete(Path.Combine(Site, "b.html"));
        GalleryFolder.Open(Site, [notebook], Facts, [extra]).Write(Facts, null);
        Assert.Equal("<p>b</p>", Page("b.html"));
        Assert.Contains("<a href=\"b.html\">B &amp; more</a>: a page.", Page("index.html"), StringComparison.Ordinal);
        GalleryFolder.Open(Site, [notebook], Facts, [extra]); // its own
    }

    private string Make(IReadOnlyList<RunReport>? reports, params string[] files)
    {
        GalleryFolder.Open(Site, files, Facts).Write(Facts, reports);
        return Page("index.html");
    }

    private string Refused(NotebookStatus code, params string[] files)
    {
        var error = Assert.Throws<NotebookException>(() => GalleryFolder.Open(Site, files, Facts));
        Assert.Equal(code, error.Code);
        return error.Message;
    }

    private string Page(string name) => File.ReadAllText(Path.Combine(Site, name));

    private string Write(string name, params JsonObject[] cells)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, Sample.Json(cells));
        return path;
    }

    private static JsonObject Output(JsonObject data) =>
        new()
        {
            ["output_type"] = "display_data",
            ["metadata"] = new JsonObject(),
            ["data"] = data,
        };
}
