using System.Diagnostics;
using System.Text;
using Lethe.Runtime;
using Lethe.Tests.Data;

namespace Lethe.Tests.Runtime;

public sealed class WholeFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private IEnumerable<string> Names =>
        Directory.EnumerateFileSystemEntries(folder.Path).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    [Fact]
    public void A_file_takes_the_place_of_the_old_one()
    {
        Write("old");
        Write("new");
        Assert.Equal("new", File.ReadAllText(folder["a"]));
        Assert.Equal(["a"], Names);
    }

    [Fact]
    public void What_fails_half_way_leaves_the_old_file_and_nothing_else()
    {
        Write("old");
        Assert.Throws<InvalidOperationException>(() =>
            WholeFile.Write(
                folder["a"],
                "",
                static file =>
                {
                    file.Write("ne"u8);
                    throw new InvalidOperationException();
                }
            )
        );
        var refused = Assert.Throws<LetheException>(() =>
            WholeFile.Write(folder["a"], "Choose another.", static _ => throw new IOException("No space."))
        );
        Assert.Equal((ExitCode.Unwritable, $"Cannot write {folder["a"]}: No space. Choose another."), (refused.ExitCode, refused.Message));
        Assert.Equal("old", File.ReadAllText(folder["a"]));
        Assert.Equal(["a"], Names);
    }

    [Fact]
    public void What_only_its_owner_may_read_stays_so()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("no such permissions there");
            return;
        }
        Write("old");
        File.SetUnixFileMode(folder["a"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Write("new");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder["a"]));
    }

    [Fact]
    public void Many_at_once_leave_one_of_them_whole()
    {
        Parallel.For(0, 64, i => Write(new((char)('a' + (i % 26)), 100_000)));
        var text = File.ReadAllText(folder["a"]);
        Assert.Equal(100_000, text.Length);
        Assert.Single(text.Distinct());
        Assert.Equal(["a"], Names);
    }

    // A child of a process that was killed goes on writing, in a folder whose file is gone.
    [Fact]
    public void A_dead_processs_folder_is_removed_and_a_living_ones_is_not()
    {
        var dead = Directory.CreateDirectory(folder[$".lethe-{HostIdentity.Id}-4194305-1.folder"]).FullName; // no process has such a number
        var living = Directory.CreateDirectory(folder[$".lethe-{HostIdentity.Id}-1-1.folder"]).FullName;
        File.WriteAllText(Path.Combine(dead, "half"), "");
        Write("new");
        Assert.Equal((false, true), (Directory.Exists(dead), Directory.Exists(living)));
    }

    [Fact]
    public void Readers_of_the_new_file_do_not_wait_for_its_writer()
    {
        using var fresh = TemporaryFile.In(folder.Path);
        fresh.Stream.Write("new"u8);
        fresh.Become(folder["a"]);
        Assert.Equal("new", File.ReadAllText(folder["a"]));
    }

    [Fact]
    public void A_folder_is_there_whole_or_not_at_all()
    {
        Assert.Throws<InvalidOperationException>(() =>
            WholeFile.WriteFolder(
                folder["out"],
                "",
                static fresh =>
                {
                    File.WriteAllText(Path.Combine(fresh, "half"), "");
                    throw new InvalidOperationException();
                }
            )
        );
        Assert.Empty(Names);
        WholeFile.WriteFolder(folder["out"], "", static fresh => File.WriteAllText(Path.Combine(fresh, "whole"), ""));
        Assert.Equal(["out"], Names);
        Assert.True(File.Exists(folder["out", "whole"]));
    }

    [Fact]
    public void What_a_dead_process_left_is_removed_and_what_a_live_one_holds_is_not()
    {
        var dead = Dead();
        var (left, half) = (folder[$".lethe-{HostIdentity.Id}-{dead}-1.tmp"], folder[$".lethe-{HostIdentity.Id}-{dead}-1.folder"]);
        File.WriteAllText(left, "half");
        Directory.CreateDirectory(half);
        File.WriteAllText(Path.Combine(half, "x"), "");
        var (alive, foreign) = (folder[$".lethe-{HostIdentity.Id}-{Parent()}-1.tmp"], folder[".lethe-notes.tmp"]);
        File.WriteAllText(alive, "");
        File.WriteAllText(foreign, "");
        // by a process of another container
        using var held = new FileStream(
            folder[$".lethe-{HostIdentity.Id}-{dead}-2.tmp"],
            FileMode.Create,
            FileAccess.Write,
            FileShare.Read
        );
        Write("new");
        Assert.Equal(
            new[] { Path.GetFileName(alive), Path.GetFileName(held.Name), Path.GetFileName(foreign), "a" }.Order(StringComparer.Ordinal),
            Names
        );
    }

    private void Write(string text) => WholeFile.Write(folder["a"], "", Encoding.UTF8.GetBytes(text));

    private static int Dead()
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["--version"]) { RedirectStandardOutput = true })!;
        process.WaitForExit();
        return process.Id;
    }

    // Some other process that certainly runs.
    private static int Parent() => Process.GetProcesses().First(static process => process.Id != Environment.ProcessId).Id;
}
