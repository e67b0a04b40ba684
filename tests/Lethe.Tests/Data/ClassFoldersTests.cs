using Lethe.Data;
using Lethe.Runtime;

namespace Lethe.Tests.Data;

public sealed class ClassFoldersTests : IDisposable
{
    private static readonly byte[] Picture = ImageFolderTests.Png(8, 8, 0xFF00FF00);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_is_hidden_is_no_class_and_said()
    {
        Fill("cat", "dog", ".ipynb_checkpoints", ".git", "__MACOSX");
        folder.Write("cat/._1.png", [0, 5, 22, 7]); // what macOS puts into archives
        folder.Write("cat/.DS_Store", [1]);
        folder.Write("dog/Thumbs.db", [1]);
        using var data = DatasetCatalog.LoadFolder(folder.Path, 8);
        Assert.Equal(["cat", "dog"], data.Train.ClassNames);
        Assert.Equal(4, data.Train.Count + data.Test.Count);
        Assert.Equal(
            [
                "Hidden folders are no classes (3): .git, .ipynb_checkpoints, __MACOSX.",
                "Files that are no JPEG or PNG by their names are left out (1): cat/._1.png.",
            ],
            data.Notes
        );
    }

    [Fact]
    public void All_that_is_left_out_is_said()
    {
        Fill("cat", "Cat");
        folder.Write("loose.jpg", Picture);
        folder.Write("notes.txt", [1]);
        folder.Write("cat/a.webp", [1]);
        folder.Write("cat/list.txt", [1]);
        folder.Write("cat/more/1.png", Picture);
        folder.Write("Cat/broken.png", [1, 2, 3]);
        using var data = DatasetCatalog.LoadFolder(folder.Path, 8);
        Assert.Equal(
            [
                "Pictures beside the folders of the classes belong to none and are left out (1): loose.jpg.",
                "Files that are no JPEG or PNG by their names are left out (2): cat/a.webp, cat/list.txt.",
                "Folders within a class are not looked into (1): cat/more.",
                "Two classes differ in capitals only (1): Cat and cat.",
                "Pictures that cannot be read are left out (1): Cat/broken.png.",
            ],
            data.Notes
        );
    }

    [Fact]
    public void Names_are_composed_and_numbered_as_if_they_were_written_so()
    {
        Fill("gro\u0308\u00dfe", "grp");
        using var data = DatasetCatalog.LoadFolder(folder.Path, 8);
        Assert.Equal(["grp", "gr\u00f6\u00dfe"], data.Train.ClassNames);
        Assert.StartsWith(
            "Accents in the folders' names are written as marks of their own",
            Assert.Single(data.Notes),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Numbers_are_sorted_as_text_and_that_is_said()
    {
        Fill("1", "2", "10");
        using var data = DatasetCatalog.LoadFolder(folder.Path, 8);
        Assert.Equal(["1", "10", "2"], data.Train.ClassNames);
        Assert.Equal(
            "Classes are numbered in the order of their names as text, as torchvision's ImageFolder does: 10 comes before 2.",
            Assert.Single(data.Notes)
        );
    }

    [Fact]
    public void One_name_written_in_two_ways_is_refused()
    {
        Fill("gro\u0308\u00dfe", "gr\u00f6\u00dfe", "cat");
        Assert.Contains(
            "has the class gr\u00f6\u00dfe twice: the names of two folders differ only in how their accents are written.",
            Refused(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_class_without_images_is_refused_for_the_numbers_of_those_behind_it()
    {
        Fill("cat", "eel");
        Directory.CreateDirectory(folder["dog"]);
        Assert.Contains(
            "dog holds no JPEG or PNG file. Without it every class behind it would have another number",
            Refused(),
            StringComparison.Ordinal
        );
        using var largest = ImageFolder.Read("people", folder.Path, 8, largest: 2);
        Assert.Equal(["cat", "eel"], largest.Train.ClassNames);
    }

    [Fact]
    public void A_link_to_another_class_is_refused_and_one_to_elsewhere_followed()
    {
        Fill("data/cat", "data/dog", "elsewhere");
        Directory.CreateSymbolicLink(folder["data", "owl"], folder["elsewhere"]);
        using (var data = DatasetCatalog.LoadFolder(folder["data"], 8))
        {
            Assert.Equal(["cat", "dog", "owl"], data.Train.ClassNames);
        }
        Directory.CreateSymbolicLink(folder["data", "puma"], folder["data", "cat"]);
        Assert.Contains("cat and puma", Refused(folder["data"]), StringComparison.Ordinal);
    }

    private void Fill(params string[] names)
    {
        foreach (var name in names)
        {
            folder.Write($"{name}/1.png", Picture);
            folder.Write($"{name}/2.png", Picture);
        }
    }

    private string Refused(string? path = null)
    {
        var error = Assert.Throws<LetheException>(() => DatasetCatalog.LoadFolder(path ?? folder.Path, 8));
        Assert.Equal(ExitCode.BadFile, error.ExitCode);
        return error.Message;
    }
}
