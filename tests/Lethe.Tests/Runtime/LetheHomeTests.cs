using Lethe.Runtime;

namespace Lethe.Tests.Runtime;

public sealed class LetheHomeTests
{
    [Fact]
    public void LETHE_HOME_decides_where_everything_lies()
    {
        using var home = new TemporaryHome();
        Assert.Equal(home.Path, LetheHome.Root);
        Assert.All(
            [LetheHome.Data, LetheHome.Models, LetheHome.Packages],
            folder => Assert.Equal(home.Path, Path.GetDirectoryName(folder))
        );
    }

    [Fact]
    public void A_relative_LETHE_HOME_is_made_absolute()
    {
        using var variable = new TemporaryVariable("LETHE_HOME", "somewhere");
        Assert.Equal(Path.GetFullPath("somewhere"), LetheHome.Root);
    }

    [Fact]
    public void Without_it_the_cache_folder_of_the_system_is_taken()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }
        using var variable = new TemporaryVariable("LETHE_HOME", "");
        using var cache = new TemporaryVariable("XDG_CACHE_HOME", "/var/tmp/cache");
        Assert.Equal("/var/tmp/cache/lethe", LetheHome.Root);
    }

    [Fact]
    public void Ensure_makes_a_folder_and_is_content_with_one()
    {
        using var home = new TemporaryHome();
        Assert.Equal(LetheHome.Data, LetheHome.Ensure(LetheHome.Data));
        Assert.True(Directory.Exists(LetheHome.Ensure(LetheHome.Data)));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_refused_with_what_to_do()
    {
        using var home = new TemporaryHome();
        var file = Path.Combine(home.Path, "file");
        File.WriteAllText(file, "in the way");
        var folder = Path.Combine(file, "data");
        var error = Assert.Throws<LetheException>(() => LetheHome.Ensure(folder));
        Assert.Equal(ExitCode.Unwritable, error.ExitCode);
        Assert.StartsWith($"Cannot make the folder {folder}: ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Choose another with --out, or set LETHE_HOME.", error.Message, StringComparison.Ordinal);
    }
}
