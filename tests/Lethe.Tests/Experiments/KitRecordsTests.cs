using Lethe.Experiments;
using Lethe.Runtime;

namespace Lethe.Tests.Experiments;

public sealed class KitRecordsTests
{
    [Fact]
    public void They_are_found_from_a_folder_below()
    {
        using var folder = new TemporaryFolder();
        var store = new RecordStore(Path.Combine(folder.Path, "results", "quick"));
        store.Append(TestRecords.Record());
        var below = Directory.CreateDirectory(Path.Combine(folder.Path, "notebooks", "deep")).FullName;

        Assert.Equal(store.Folder, KitRecords.Open("quick", below).Folder);
        Assert.Equal(ExitCode.NotFound, Assert.Throws<LetheException>(() => KitRecords.Open("no-such-profile", below)).ExitCode);
    }

    [Fact]
    public void The_checkout_has_its_own() => Assert.NotEmpty(KitRecords.Open("quick").Latest());
}
