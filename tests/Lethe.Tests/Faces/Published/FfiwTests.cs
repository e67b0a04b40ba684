using Lethe.Faces.Films;
using Lethe.Faces.Paired;
using Lethe.Faces.Published;
using Lethe.Runtime;
using Lethe.Tests.Data;

namespace Lethe.Tests.Faces.Published;

public sealed class FfiwTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("videos/")]
    public void Source_is_real_target_is_forged_and_val_tests(string inner)
    {
        foreach (
            var (kind, part) in (IEnumerable<(string, string)>)
                [("source", "train"), ("source", "val"), ("target", "train"), ("target", "val"), ("target_mask", "val")]
        )
        {
            folder.Write($"{kind}/{part}/{inner}00001.mp4", []);
        }
        var videos = new Ffiw().Videos(folder.Path, ["ffiw"]);
        Assert.Equal(
            [("source-train-00001", false), ("source-val-00001", false), ("target-train-00001", true), ("target-val-00001", true)],
            videos.Select(static video => (video.Id, video.Family != Film.Real))
        );
        Assert.Equal((SplitPart.Test, "val-00001", null), (videos[3].Part, videos[3].Identity, videos[0].Mask));
        Assert.EndsWith("00001.mp4", videos[3].Mask, StringComparison.Ordinal);
        Assert.Equal(videos[0].Part, videos[2].Part);
        Assert.NotEqual(SplitPart.Test, videos[0].Part);
    }

    [Fact]
    public void An_empty_folder_is_refused() =>
        Assert.Equal(ExitCode.NotFound, Assert.Throws<LetheException>(() => new Ffiw().Videos(folder.Path, ["ffiw"])).ExitCode);
}
