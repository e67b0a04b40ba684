using Lethe.Faces.Films;
using Lethe.Faces.Paired;
using Lethe.Faces.Published;
using Lethe.Runtime;
using Lethe.Tests.Data;

namespace Lethe.Tests.Faces.Published;

public sealed class FaceForensicsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public FaceForensicsTests()
    {
        FakeFaceForensics.WriteSplits(folder.Path);
        foreach (
            var method in (string[])["original_sequences/youtube", "manipulated_sequences/Deepfakes", "manipulated_sequences/FaceShifter"]
        )
        {
            foreach (var quality in (string[])["raw", "c23", "c40"])
            {
                Directory.CreateDirectory(folder[method, quality, "videos"]);
            }
        }
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_pair_gives_two_real_and_two_forged_videos_of_each_method()
    {
        var videos = FakeFaceForensics.Reader(folder.Path).Videos(folder.Path, ["faceshifter", "deepfakes"]);
        Assert.Equal(
            [
                "000",
                "001",
                "002",
                "003",
                "deepfakes-000_001",
                "deepfakes-001_000",
                "deepfakes-002_003",
                "deepfakes-003_002",
                "faceshifter-000_001",
                "faceshifter-001_000",
                "faceshifter-002_003",
                "faceshifter-003_002",
            ],
            videos.Select(static video => video.Id)
        );
        var fake = videos[5];
        Assert.Equal(
            ("001", "000", "deepfakes", SplitPart.Train, true),
            (fake.Identity, fake.Donor, fake.Family, fake.Part, fake.Family != Film.Real)
        );
        Assert.Equal(folder["manipulated_sequences", "Deepfakes", "c40", "videos", "001_000.mp4"], fake.Paths["c40"]);
        Assert.Equal(
            ("003", null, Film.Real, SplitPart.Test, false),
            (videos[3].Identity, videos[3].Donor, videos[3].Family, videos[3].Part, videos[3].Family != Film.Real)
        );
    }

    [Fact]
    public void A_missing_split_says_where_it_comes_from()
    {
        File.Delete(folder["splits", "train.json"]);
        Refused(ExitCode.NotFound, "splits/train.json", new FaceForensics(static _ => ""));
    }

    [Fact]
    public void Splits_that_are_not_the_published_ones_are_refused() =>
        Refused(ExitCode.BadFile, "e59386911255e6fb0a79a7808ec2210536b8c0474268342694c4bca766d1b347", new FaceForensics());

    [Theory]
    [InlineData("""[["000"]]""")]
    [InlineData("""[["000", "../../001"]]""")]
    [InlineData("""{"000": "001"}""")]
    [InlineData("null")]
    [InlineData("[[")]
    public void A_split_that_holds_no_pairs_of_numbers_is_refused(string text)
    {
        FakeFaceForensics.WriteSplits(folder.Path, text);
        Refused(ExitCode.BadFile, "no list of pairs", FakeFaceForensics.Reader(folder.Path));
    }

    [Fact]
    public void A_missing_quality_is_named()
    {
        Directory.Delete(folder["manipulated_sequences", "Deepfakes", "c40"], recursive: true);
        Refused(ExitCode.NotFound, folder["manipulated_sequences", "Deepfakes", "c40", "videos"], FakeFaceForensics.Reader(folder.Path));
    }

    [Fact]
    public void Other_families_are_refused()
    {
        Assert.Equal(ExitCode.Usage, Assert.Throws<LetheException>(() => new FaceForensics().Videos(folder.Path, ["dfdc"])).ExitCode);
        Assert.Equal(ExitCode.Usage, Assert.Throws<LetheException>(() => new FaceForensics().Videos(folder.Path, [])).ExitCode);
    }

    private void Refused(ExitCode code, string because, FaceForensics reader)
    {
        var error = Assert.Throws<LetheException>(() => reader.Videos(folder.Path, ["deepfakes"]));
        Assert.Equal(code, error.ExitCode);
        Assert.Contains(because, error.Message, StringComparison.Ordinal);
    }
}
