using Lethe.Faces.Films;
using Lethe.Faces.Sets;
using Lethe.Tests.Faces.Films;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Faces.Sets;

public sealed class RecompressedFilmsTests
{
    [Fact]
    public void A_clip_made_again_is_the_samples_own()
    {
        var ffmpeg = RealFfmpeg.Find();
        using var scope = NewDisposeScope();
        var set = FacesSample.Open();
        string[] wanted =
        [
            set.Clips.First(static clip => clip.Family == Film.Real).Id,
            set.Clips.First(static clip => clip.Family == "df").Id,
        ];
        using var again = RecompressedFilms.Make(
            set,
            FacesSample.Faces,
            clip => wanted.Contains(clip.Id),
            [VideoQuality.Raw, VideoQuality.Of(51)],
            ffmpeg,
            TestContext.Current.CancellationToken
        );
        using var sample = FacesSample.Load();

        int[] rows = [.. again.Frames.Select(frame => set.Frames.ToList().IndexOf(frame))];
        Assert.Equal(2 * set.Header.Frames, rows.Length);
        using var made = again.Read([.. Enumerable.Range(0, rows.Length)]);
        using var kept = sample.Read(rows);
        Assert.True(made[.., 0].eq(kept[.., 0]).all().item<bool>());
        Assert.False(made[.., 1].eq(kept[.., 2]).all().item<bool>()); // worse than c40
    }
}
