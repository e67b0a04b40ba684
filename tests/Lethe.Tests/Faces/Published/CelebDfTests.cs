using Lethe.Faces.Films;
using Lethe.Faces.Paired;
using Lethe.Faces.Published;
using Lethe.Runtime;
using Lethe.Tests.Data;

namespace Lethe.Tests.Faces.Published;

public sealed class CelebDfTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public CelebDfTests()
    {
        foreach (
            var video in (string[])
                [
                    "Celeb-real/id0_0000",
                    "Celeb-real/id7_0001",
                    "YouTube-real/00170",
                    "Celeb-synthesis/id0_id7_0000",
                    "Celeb-synthesis/id7_id0_0001",
                ]
        )
        {
            folder.Write($"{video}.mp4", []);
        }
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void One_means_real_and_the_target_comes_first()
    {
        List("1 YouTube-real/00170.mp4\n0 Celeb-synthesis/id0_id7_0000.mp4\n\n");
        var videos = new CelebDf().Videos(folder.Path, ["celeb-df"]).ToDictionary(static video => video.Id);
        Assert.Equal(5, videos.Count);
        var fake = videos["Celeb-synthesis-id0_id7_0000"];
        Assert.Equal(("id0", "id7", true, SplitPart.Test), (fake.Identity, fake.Donor, fake.Family != Film.Real, fake.Part));
        Assert.Equal(
            (false, SplitPart.Test, "YouTube-real-00170"),
            (videos["YouTube-real-00170"].Family != Film.Real, videos["YouTube-real-00170"].Part, videos["YouTube-real-00170"].Identity)
        );
        Assert.NotEqual(SplitPart.Test, videos["Celeb-real-id0_0000"].Part);
        // Training and validation do not share people.
        Assert.Equal(videos["Celeb-real-id7_0001"].Part, videos["Celeb-synthesis-id7_id0_0001"].Part);
        Assert.Equal(["raw"], fake.Paths.Keys);
    }

    [Fact]
    public void A_test_video_that_is_not_here_is_not_forgotten()
    {
        List("1 Celeb-real/id9_0009.mp4\n");
        Assert.Contains(
            new CelebDf().Videos(folder.Path, ["celeb-df"]),
            static video => video.Id == "Celeb-real-id9_0009" && video.Part == SplitPart.Test
        );
    }

    [Fact]
    public void Without_the_list_it_is_refused() =>
        Assert.Contains("List_of_testing_videos.txt", Refused(ExitCode.NotFound).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("0 YouTube-real/00170.mp4")] // 0 means forged
    [InlineData("1 Celeb-synthesis/id0_id7_0000.mp4")]
    [InlineData("1 ../../etc/passwd")]
    [InlineData("1 Celeb-real/../../x.mp4")]
    [InlineData("<html>")]
    public void A_line_that_makes_no_sense_is_named(string line)
    {
        List($"1 Celeb-real/id0_0000.mp4\n{line}\n");
        Assert.Contains("line 2", Refused(ExitCode.BadFile).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_are_not_the_sets_are_refused()
    {
        List("1 Celeb-real/id0_0000.mp4\n");
        folder.Write("Celeb-real/a b;c.mp4", []);
        Assert.Contains("a b;c", Refused(ExitCode.BadFile).Message, StringComparison.Ordinal);
    }

    private void List(string text) => File.WriteAllText(folder["List_of_testing_videos.txt"], text);

    private LetheException Refused(ExitCode code)
    {
        var error = Assert.Throws<LetheException>(() => new CelebDf().Videos(folder.Path, ["celeb-df"]));
        Assert.Equal(code, error.ExitCode);
        return error;
    }
}
