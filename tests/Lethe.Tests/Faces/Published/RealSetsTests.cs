using Lethe.Data;
using Lethe.Faces.Published;
using Lethe.Runtime;
using Lethe.Tests.Data;

namespace Lethe.Tests.Faces.Published;

public sealed class RealSetsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Names => [.. RealSets.Names];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_has_a_gated_manifest_that_leads_to_the_command(string name)
    {
        var manifest = Manifest.Get(name);
        Assert.True(manifest.IsGated && manifest.IsFolder);
        Assert.Equal(RealSets.Get(name).Title, manifest.Title);
        Assert.Contains(manifest.AccessSteps, step => step.Contains($"lethe faces crop --set {name} ", StringComparison.Ordinal));
        // Nothing that a program could fetch around the form: only the splits, which are public, have an address of a file.
        Assert.All(
            manifest.Files,
            static file =>
                Assert.True(
                    file.Name.StartsWith("splits/", StringComparison.Ordinal)
                        ? file.Sha256 is not null
                        : !Path.HasExtension(new Uri(file.ContentUrl).AbsolutePath)
                )
        );
    }

    [Fact]
    public async Task A_folder_that_was_added_is_found_and_listed()
    {
        Directory.CreateDirectory(folder["mine", "source", "train"]);
        var store = new DataStore(new() { Cache = folder["cache"] });
        Assert.Equal(folder["mine"], await store.AddAsync("ffiw10k", folder["mine"], TestContext.Current.CancellationToken));
        Assert.Contains(store.List(), status => status.Manifest.Name == "ffiw10k" && status.Location == folder["mine"]);
        Assert.Contains(store.Verify("ffiw10k"), static check => check is { Name: "videos", State: FileState.Unchecked });
        Assert.Equal(
            ExitCode.NotFound,
            (
                await Assert.ThrowsAsync<LetheException>(() =>
                    store.AddAsync("celeb-df-v2", folder["mine"], TestContext.Current.CancellationToken)
                )
            ).ExitCode
        );
    }

    [Fact]
    public void A_folder_of_something_else_is_refused_with_the_steps()
    {
        var error = Assert.Throws<LetheException>(() => RealSets.Locate(new CelebDf(), folder.Path));
        Assert.Equal(ExitCode.NotFound, error.ExitCode);
        Assert.Contains("Celeb-synthesis", error.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, Assert.Throws<LetheException>(static () => RealSets.Get("dfdc")).ExitCode);
    }
}
