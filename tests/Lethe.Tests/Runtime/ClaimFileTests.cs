using System.Diagnostics;
using System.Text.Json.Nodes;
using Lethe.Runtime;
using Lethe.Tests.Data;

namespace Lethe.Tests.Runtime;

public sealed class ClaimFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Name => folder["claim"];

    [Fact]
    public void One_has_it_until_it_is_disposed()
    {
        using (var claim = ClaimFile.TryTake(Name))
        {
            Assert.True(claim!.IsHeld);
            Assert.Null(ClaimFile.TryTake(Name));
            Assert.Equal($"process {Environment.ProcessId} on {HostIdentity.Name}", ClaimFile.OwnerOf(Name));
        }
        Assert.Null(ClaimFile.OwnerOf(Name));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
        using var again = ClaimFile.TryTake(Name);
        Assert.NotNull(again);
    }

    [Fact]
    public void That_of_a_dead_process_of_this_machine_is_free_at_once()
    {
        Forge(HostIdentity.Id, Dead());
        Assert.Null(ClaimFile.OwnerOf(Name));
        using var claim = ClaimFile.TryTake(Name);
        Assert.True(claim!.IsHeld);
    }

    [Fact]
    public void That_of_another_machine_is_free_when_its_heart_has_not_beaten_for_long()
    {
        Forge("ffffffff", Dead());
        Assert.Null(ClaimFile.TryTake(Name));
        Assert.Contains("on node-3", ClaimFile.OwnerOf(Name)!, StringComparison.Ordinal);

        File.SetLastWriteTimeUtc(Name, DateTime.UtcNow - ClaimFile.Patience - TimeSpan.FromSeconds(5));
        Assert.Null(ClaimFile.OwnerOf(Name));
        using var claim = ClaimFile.TryTake(Name);
        Assert.True(claim!.IsHeld);
        Assert.Equal([Name], Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void One_that_has_lost_it_knows_and_leaves_the_others_alone()
    {
        var slept = ClaimFile.TryTake(Name)!;
        Forge("ffffffff", 1); // taken over meanwhile
        Assert.False(slept.IsHeld);
        slept.Dispose();
        Assert.True(File.Exists(Name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"Host\":")]
    public void One_that_is_being_written_belongs_to_its_writer(string half)
    {
        File.WriteAllText(Name, half);
        Assert.Null(ClaimFile.TryTake(Name));
        File.SetLastWriteTimeUtc(Name, DateTime.UtcNow.AddHours(-1));
        using var claim = ClaimFile.TryTake(Name);
        Assert.NotNull(claim);
    }

    [Fact]
    public void Of_many_that_find_a_dead_ones_one_gets_it()
    {
        var dead = Dead();
        for (var round = 0; round < 20; round++)
        {
            Forge(HostIdentity.Id, dead);
            var (held, most) = (0, 0);
            Parallel.For(
                0,
                16,
                new ParallelOptions { MaxDegreeOfParallelism = 8 },
                _ =>
                {
                    if (ClaimFile.TryTake(Name) is { } claim)
                    {
                        var now = Interlocked.Increment(ref held);
                        InterlockedMax(ref most, now);
                        Thread.Sleep(1);
                        Interlocked.Decrement(ref held);
                        claim.Dispose();
                    }
                }
            );
            Assert.Equal(1, most);
        }
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = most; seen < value; seen = most)
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }

    private void Forge(string host, int process) =>
        File.WriteAllText(
            Name,
            new JsonObject
            {
                ["Host"] = host,
                ["Name"] = "node-3",
                ["Process"] = process,
                ["Token"] = "t",
                ["Beats"] = 1,
            }.ToJsonString()
        );

    private static int Dead()
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["--version"]) { RedirectStandardOutput = true })!;
        process.WaitForExit();
        return process.Id;
    }
}
