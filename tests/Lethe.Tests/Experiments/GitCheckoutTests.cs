using Lethe.Experiments.Records;

namespace Lethe.Tests.Experiments;

public sealed class GitCheckoutTests : IDisposable
{
    private const string Hash = "0123456789abcdef0123456789abcdef01234567";
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private void Write(string path, string text)
    {
        var file = Path.Combine(folder.Path, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private string? Commit(string below = "") => GitCheckout.Find(Path.Combine(folder.Path, below))?.Commit;

    [Fact]
    public void A_detached_head_names_its_commit()
    {
        Write(".git/HEAD", Hash + "\n");
        Directory.CreateDirectory(Path.Combine(folder.Path, "src", "deep"));
        Assert.Equal(Hash, Commit("src/deep"));
        Assert.Equal(folder.Path, GitCheckout.Find(Path.Combine(folder.Path, "src"))!.Root);
    }

    [Fact]
    public void A_branch_is_followed_to_its_file()
    {
        Write(".git/HEAD", "ref: refs/heads/a/branch\n");
        Write(".git/refs/heads/a/branch", Hash + "\n");
        Assert.Equal(Hash, Commit());
    }

    [Fact]
    public void A_packed_branch_is_found_and_a_loose_one_goes_before_it()
    {
        Write(".git/HEAD", "ref: refs/heads/main\n");
        Write(
            ".git/packed-refs",
            $"# pack-refs with: peeled fully-peeled sorted\n{new string('a', 40)} refs/heads/main2\n{Hash} "
                + $"refs/heads/main\n^{new string('b', 40)}\n"
        );
        Assert.Equal(Hash, Commit());
        Write(".git/refs/heads/main", new string('c', 40));
        Assert.Equal(new string('c', 40), Commit());
    }

    [Fact]
    public void A_linked_worktree_has_its_own_head_and_the_references_of_its_repository()
    {
        Write("main/.git/HEAD", "ref: refs/heads/main\n");
        Write("main/.git/refs/heads/main", new string('a', 40));
        Write("main/.git/worktrees/linked/HEAD", "ref: refs/heads/topic\n");
        Write("main/.git/worktrees/linked/commondir", "../..\n");
        Write("main/.git/packed-refs", $"{Hash} refs/heads/topic\n");
        Write("linked/.git", "gitdir: ../main/.git/worktrees/linked\n");
        Assert.Equal(Hash, Commit("linked"));
        Assert.Equal(new string('a', 40), Commit("main"));
    }

    [Theory]
    [InlineData("ref: refs/heads/unborn")]
    [InlineData("nonsense")]
    [InlineData("")]
    public void Without_a_commit_there_is_none(string head)
    {
        Write(".git/HEAD", head);
        Assert.Null(Commit());
    }

    [Fact]
    public void References_in_a_circle_end()
    {
        Write(".git/HEAD", "ref: refs/heads/a");
        Write(".git/refs/heads/a", "ref: refs/heads/a");
        Assert.Null(Commit());
    }

    [Fact]
    public void Git_that_does_not_answer_leaves_it_unknown_whether_files_changed()
    {
        Write(".git/HEAD", Hash); // not a repository that git accepts
        Assert.Null(GitCheckout.Find(folder.Path)!.IsDirty());
    }

    [Fact]
    public void Provenance_says_what_ran_where()
    {
        var provenance = Provenance.Capture("cpu", "float32", "invented data", isStandIn: true);
        Assert.Matches("^([0-9a-f]{40}|unknown)$", provenance.Commit);
        Assert.Equal("0.107.0", provenance.TorchSharp);
        Assert.Matches(@"^\d+\.\d+", provenance.LibTorch);
        Assert.DoesNotContain("+", provenance.LetheVersion, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.Zero, provenance.Started.Offset);
        Assert.True(provenance.Threads > 0);
        Assert.Equal(
            ("cpu", "float32", "invented data", true),
            (provenance.Device, provenance.Precision, provenance.Data, provenance.IsStandIn)
        );
        Assert.Equal("a GPU", Provenance.Capture("cuda:0", "float32", "", false, "a GPU").Hardware);
    }
}
