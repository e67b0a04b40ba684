using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Lethe.Interactive;
using Lethe.Notebooks;
using Lethe.Notebooks.Grading;

namespace Lethe.Kernel.Tests.Notebooks;

/// <summary>What all notebooks of the kit have in common.</summary>
public sealed partial class KitNotebooksTests
{
    public static TheoryData<string> Names => [.. Files().Select(static path => Path.GetFileName(path)!)];

    [Fact]
    public void They_are_numbered_without_a_gap() =>
        Assert.Equal(Enumerable.Range(0, Files().Length), Files().Select(static path => int.Parse(Path.GetFileName(path)[..2])).Order());

    [Theory]
    [MemberData(nameof(Names))]
    public void It_may_be_committed_and_is_small_enough_for_a_viewer(string name)
    {
        Assert.Matches(Name(), name);
        Assert.Empty(NotebookCheck.Of(Open(name)));
        Assert.True(new FileInfo(PathOf(name)).Length < 1 << 20, "GitHub shows no notebook above 1 MiB or so.");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_opens_with_what_a_reader_wants_to_know_first(string name)
    {
        var opening = Open(name).Cells[0];

        Assert.False(opening.IsCode);
        Assert.StartsWith("# ", opening.Source, StringComparison.Ordinal);
        foreach (
            var part in (string[])
                ["**What you will see.**", "| Paper |", "| Time and memory |", "| Profile and data |", "on 2 cores", " GPU"]
        )
        {
            Assert.Contains(part, opening.Source, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_first_code_asks_other_kernels_for_this_versions_package(string name)
    {
        var version = typeof(NotebookHost).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

        Assert.EndsWith(
            $"\n#r \"nuget: Lethe.Interactive, {version.Split('+')[0]}\"",
            Open(name).Cells.First(static cell => cell.IsCode).Source,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_takes_a_profile_seeds_and_a_device(string name)
    {
        var parameters = Assert.Single(Open(name).Cells, static cell => cell.Tags.Contains("parameters")).Source;

        foreach (var variable in (string[])["var profile = \"quick\";", "var seeds = 1;", "var device = \"auto\";"])
        {
            Assert.Contains(variable, parameters, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_ends_in_exercises_and_their_solutions(string name)
    {
        var cells = Open(name).Cells;
        var at = cells.ToList().FindIndex(static cell => cell.Source.Contains("## Exercises", StringComparison.Ordinal));

        Assert.True(at > 0, "There are no exercises.");
        Assert.InRange(Exercise().Count(cells[at].Source), 2, 3);
        Assert.All(
            cells.Skip(at + 1),
            static cell => Assert.Contains(cell.Tags, static tag => tag is StudentVersion.Tag or StudentVersion.CheckTag)
        );
        Assert.Contains(cells, static cell => cell.Tags.Contains(StudentVersion.Tag));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_checks_look_at_the_answers_that_the_solutions_before_them_declare(string name)
    {
        var notebook = Open(name);
        var cells = notebook.Cells.ToList();
        var checks = CheckCells.Of(notebook);
        var exercises = Exercise().Count(cells.First(static cell => cell.Source.Contains("## Exercises", StringComparison.Ordinal)).Source);

        Assert.Equal(exercises, checks.Count);
        foreach (var check in checks)
        {
            var solution = cells[cells.IndexOf(check) - 1];
            var answer = Answer().Match(solution.Source);

            Assert.Contains(StudentVersion.Tag, solution.Tags);
            Assert.DoesNotContain(solution.Tags, RunOptions.LeftOut.Contains); // else the answer would not be there
            Assert.True(answer.Success, $"The solution before {check.Id} declares no answer.");
            Assert.Matches($@"(?m)^{Regex.Escape(answer.Groups["type"].Value)} {answer.Groups["name"].Value} = ", solution.Source);
            Assert.Matches($@"\b{answer.Groups["name"].Value}\b", check.Source);
        }
    }

    private static NotebookFile Open(string name) => NotebookFile.Read(PathOf(name));

    private static string PathOf(string name) => Path.Combine(Folder(), name);

    private static string[] Files() => Directory.GetFiles(Folder(), "*.ipynb");

    private static string Folder([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "notebooks"));

    [GeneratedRegex("^[0-9]{2}_[a-z0-9_]+[.]ipynb$")]
    private static partial Regex Name();

    [GeneratedRegex("(?m)^[0-9]+[.] ")]
    private static partial Regex Exercise();

    [GeneratedRegex("(?m)^// answer: (?<type>[^\\n]+) (?<name>[^ \\n]+)$")]
    private static partial Regex Answer();
}
