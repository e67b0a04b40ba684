using System.Text.Json;
using System.Text.RegularExpressions;
using Lethe.Notebooks;
using Lethe.Notebooks.Workshops;
using Lethe.Runtime;

namespace Lethe.Kernel.Tests.Notebooks.Workshops;

public sealed partial class WorkshopTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("lethe-workshop-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void It_has_what_notebooks_and_editors_need()
    {
        var (written, kept) = Workshop.Write(folder);

        Assert.Equal((Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Length, 0), (written, kept));
        var notebooks = Directory.GetFiles(In("notebooks"), "*.ipynb");
        Assert.Equal(32, notebooks.Length);
        Assert.All(
            notebooks.SelectMany(static path => NotebookFile.Read(path).Cells.Where(static cell => cell.Type == "markdown")),
            cell =>
                Assert.All(
                    Link().Matches(cell.Source),
                    link => Assert.True(File.Exists(In($"notebooks/{link.Groups["path"].Value}")), link.Value)
                )
        );
        var readme = File.ReadAllText(In("README.md"));
        Assert.All(notebooks, path => Assert.Contains($"](notebooks/{Path.GetFileName(path)}): ", readme, StringComparison.Ordinal));
        Assert.True(File.Exists(In("results/quick/records.jsonl")));
        Assert.All(
            (string[])[".vscode/settings.json", ".vscode/extensions.json", ".devcontainer/devcontainer.json"],
            file =>
            {
                using var json = JsonDocument.Parse(File.ReadAllText(In(file)), new() { CommentHandling = JsonCommentHandling.Skip });
            }
        );
        Assert.Contains(
            $"--version {KernelVersion.Text}\n",
            File.ReadAllText(In(".devcontainer/post-create.sh")),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("LETHE_VERSION", readme, StringComparison.Ordinal);
    }

    [Fact]
    public void Once_more_writes_only_what_is_missing()
    {
        var (written, _) = Workshop.Write(folder);
        File.Delete(In("notebooks/00_start.ipynb"));
        Assert.Equal((1, written - 1), Workshop.Write(folder));
        Assert.True(File.Exists(In("notebooks/00_start.ipynb")));
    }

    [Fact]
    public void What_is_somebody_elses_is_left_alone_unless_forced()
    {
        File.WriteAllText(In("README.md"), "mine");
        Directory.CreateDirectory(In("notebooks"));
        File.WriteAllText(In("notebooks/02_lau_method.ipynb"), "mine");

        var error = Assert.Throws<LetheException>(() => Workshop.Write(folder));

        Assert.Equal(
            (
                ExitCode.Unwritable,
                $"{In("notebooks/02_lau_method.ipynb")} (and 1 more) is there already and differs from the workshop's. Nothing was "
                    + "written: choose another folder with --out, or replace what differs with --force."
            ),
            (error.ExitCode, error.Message)
        );
        Assert.Equal(2, Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Length);
        Workshop.Write(folder, force: true);
        Assert.StartsWith("# ", File.ReadAllText(In("README.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_told_in_one_sentence()
    {
        File.WriteAllText(In("file"), "");
        Assert.Equal(ExitCode.Unwritable, Assert.Throws<LetheException>(() => Workshop.Write(In("file"))).ExitCode);
    }

    [GeneratedRegex(@"\]\((?<path>[^):#]+\.(md|ipynb))")]
    private static partial Regex Link();

    private string In(string path) => Path.Combine(folder, path);
}
