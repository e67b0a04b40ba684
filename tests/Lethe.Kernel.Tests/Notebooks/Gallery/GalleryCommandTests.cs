namespace Lethe.Kernel.Tests.Notebooks.Gallery;

/// <summary><c>lethe gallery</c> as a process: it looks for notebooks below the folder it is called in.</summary>
public sealed class GalleryCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("lethe-gallery").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Without_notebooks_it_says_where_it_looked() =>
        Assert.Equal(
            (
                3,
                $"lethe: There are no notebooks in {Path.Combine(folder, "notebooks")}. Name some, or make a folder of the "
                    + "kit's with `lethe new workshop`.\n"
            ),
            Run("gallery", "--out", "site")
        );

    [Fact]
    public void What_has_no_place_beside_as_saved_is_refused() =>
        Assert.Equal(2, Run("gallery", "x.ipynb", "--out", "site", "--as-saved", "--param", "a=1").Code);

    [Fact]
    public void It_finds_the_notebooks_in_their_order()
    {
        Directory.CreateDirectory(Path.Combine(folder, "notebooks"));
        foreach (var name in (string[])["02", "01", "10"])
        {
            File.WriteAllText(Path.Combine(folder, "notebooks", $"{name}.ipynb"), Sample.Json(Sample.Text($"# {name}")));
        }
        var (code, output) = Run("gallery", "--out", "site", "--as-saved");

        Assert.True(code == 0, output);
        var index = File.ReadAllText(Path.Combine(folder, "site", "index.html"));
        Assert.True(
            index.IndexOf(">01<", StringComparison.Ordinal) < index.IndexOf(">02<", StringComparison.Ordinal)
                && index.IndexOf(">02<", StringComparison.Ordinal) < index.IndexOf(">10<", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_cell_that_takes_too_long_is_stopped_and_shown()
    {
        File.WriteAllText(
            Path.Combine(folder, "slow.ipynb"),
            Sample.Json(Sample.Code("var n = 0;", "parameters"), Sample.Code("while (true) { }"))
        );
        var (code, output) = Run("gallery", "slow.ipynb", "--out", "site", "--timeout", "1.5", "--param", "n=7");

        Assert.True(code == 2, output);
        var index = File.ReadAllText(Path.Combine(folder, "site", "index.html"));
        Assert.Matches(@"Timed out at cell 3 after \d\.\d s: took longer than 1\.5 s", index);
        Assert.Contains("<dd>n=7</dd>", index, StringComparison.Ordinal);
        Assert.Contains(
            "n = 7;",
            System.Net.WebUtility.HtmlDecode(
                System.Text.RegularExpressions.Regex.Replace(File.ReadAllText(Path.Combine(folder, "site", "slow.html")), "<[^>]*>", "")
            ),
            StringComparison.Ordinal
        );
    }

    private (int Code, string Output) Run(params string[] arguments) => LetheProcess.Run(folder, arguments);
}
