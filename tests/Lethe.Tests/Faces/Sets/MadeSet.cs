using Lethe.Faces.Sets;
using Lethe.Tests.Data;
using Lethe.Tests.Faces.Films;

namespace Lethe.Tests.Faces.Sets;

/// <summary>A small set that is made once: each test takes a copy. 6 identities x (real + df) x 2 frames x 3 qualities of 24 x 24
/// pixels.</summary>
public sealed class MadeSet : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private Task? made;

    internal static FilmSetOptions Options { get; } =
        new()
        {
            Identities = 6,
            Families = ["df"],
            Seed = 5,
            Film = new() { Side = 32 },
            Crop = 24,
            Frames = 2,
            Masks = true,
        };

    internal static Task<FilmSet> Build(string folder, FilmSetOptions? options = null, IProgress<FilmSetProgress>? progress = null) =>
        new FilmSetBuilder(new TestFaces(6), options ?? Options, RealFfmpeg.Find(), TestFaces.Make).BuildAsync(
            folder,
            progress,
            TestContext.Current.CancellationToken
        );

    /// <summary>Skips the test where there is no ffmpeg.</summary>
    public async Task<FilmSet> CopyTo(string target)
    {
        RealFfmpeg.Find();
        await (made ??= Build(folder["set"]));
        foreach (
            var file in Directory
                .GetFiles(folder["set"], "*", SearchOption.AllDirectories)
                .Where(static file => !file.EndsWith(".lock", StringComparison.Ordinal))
        )
        {
            var copy = Path.Combine(target, Path.GetRelativePath(folder["set"], file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
        return FilmSet.Open(target);
    }

    public void Dispose() => folder.Dispose();
}

[CollectionDefinition(nameof(MadeSet))]
public sealed class MadeSetCollection : ICollectionFixture<MadeSet>;
