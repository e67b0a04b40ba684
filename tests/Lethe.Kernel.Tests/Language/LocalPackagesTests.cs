using Lethe.Kernel.Language;

namespace Lethe.Kernel.Tests.Language;

public sealed class LocalPackagesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("lethe-nuget").FullName;
    private readonly string? before = Environment.GetEnvironmentVariable("NUGET_PACKAGES");

    public LocalPackagesTests()
    {
        Environment.SetEnvironmentVariable("NUGET_PACKAGES", folder);
        foreach (
            var (name, version) in ((string, string)[])
                [("MathNet.Numerics", "5.0.0"), ("MathNet.Numerics", "5.0.10"), ("MathNet.Numerics", "5.0.9"), ("Other", "1.0.0")]
        )
        {
            var place = Directory.CreateDirectory(Path.Combine(folder, name.ToLowerInvariant(), version)).FullName;
            File.WriteAllText(
                Path.Combine(place, $"{name.ToLowerInvariant()}.nuspec"),
                $"<package>\n<metadata>\n<id>{name}</id>\n</metadata></package>"
            );
        }
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("NUGET_PACKAGES", before);
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("#r \"nu", "nuget: ")]
    [InlineData("#r \"nuget: ma", "MathNet.Numerics")]
    [InlineData("1\n  #r \"nuget:M", "MathNet.Numerics")]
    [InlineData("#r \"nuget: mathnet.numerics, ", "5.0.10 5.0.9 5.0.0")]
    [InlineData("#r \"nuget: MathNet.Numerics,5.0.1", "5.0.10")]
    [InlineData("#r \"nuget: Nothing", "")]
    public void What_is_on_this_machine_is_offered(string cell, string offered)
    {
        var found = LocalPackages.Complete(cell, cell.Length)!;

        Assert.Equal(offered, string.Join(' ', found.Items.Select(static item => item.Text)));
        Assert.Equal(cell.Length, found.End);
        Assert.All(found.Items, item => Assert.StartsWith(cell[found.Start..], item.Text, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("#r \"System.Net")]
    [InlineData("var s = \"nuget: ma")]
    public void Elsewhere_nothing_is(string cell) => Assert.Null(LocalPackages.Complete(cell, cell.Length));

    [Fact]
    public void A_machine_without_packages_offers_none()
    {
        Environment.SetEnvironmentVariable("NUGET_PACKAGES", Path.Combine(folder, "nowhere"));

        Assert.Empty(LocalPackages.Complete("#r \"nuget: a", 12)!.Items);
    }
}
