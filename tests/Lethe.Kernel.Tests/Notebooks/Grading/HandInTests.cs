using Lethe.Notebooks;
using Lethe.Notebooks.Grading;

namespace Lethe.Kernel.Tests.Notebooks.Grading;

public sealed class HandInTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("lethe-handins").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("anna/01_sums.ipynb", "anna", "01_sums.ipynb")]
    [InlineData("ben/later/01_sums (2).ipynb", "ben", "01_sums.ipynb")]
    [InlineData("01_sums_cleo.ipynb", "cleo", "01_sums.ipynb")]
    [InlineData("Dan-01_SUMS.ipynb", "Dan", "01_sums.ipynb")]
    [InlineData("mine.ipynb", "mine", null)]
    public void Students_and_notebooks_are_told_by_their_names(string path, string student, string? original)
    {
        Write(path);

        var handIn = Assert.Single(HandIn.In(folder, ["course/01_sums.ipynb", "course/02_means.ipynb"]));

        Assert.Equal((student, original), (handIn.Student, Path.GetFileName(handIn.Original)));
    }

    [Fact]
    public void Links_and_hidden_folders_are_left_alone()
    {
        Write("anna/01_sums.ipynb");
        Write("anna/.ipynb_checkpoints/01_sums.ipynb");
        File.CreateSymbolicLink(Path.Combine(folder, "link.ipynb"), "/etc/hostname");

        Assert.Single(HandIn.In(folder, []));
    }

    [Fact]
    public void An_empty_folder_is_refused()
    {
        Assert.Contains(
            "There is no notebook",
            Assert.Throws<NotebookException>(() => HandIn.In(folder, [])).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "There is no folder",
            Assert.Throws<NotebookException>(() => HandIn.In(Path.Combine(folder, "no"), [])).Message,
            StringComparison.Ordinal
        );
    }

    private void Write(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, path))!);
        File.WriteAllText(Path.Combine(folder, path), "{}");
    }
}
