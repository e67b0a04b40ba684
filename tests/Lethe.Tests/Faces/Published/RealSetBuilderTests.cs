using System.Text;
using Lethe.Detection.Detectors;
using Lethe.Faces.Films;
using Lethe.Faces.Finders;
using Lethe.Faces.Published;
using Lethe.Faces.Sets;
using Lethe.Runtime;
using Lethe.Tests.Data;
using Lethe.Tests.Faces.Films;

namespace Lethe.Tests.Faces.Published;

public sealed class RealSetBuilderTests : IDisposable
{
    private const int Size = 48;

    private readonly TemporaryFolder folder = new();
    private readonly Ffmpeg ffmpeg = RealFfmpeg.Find();

    public void Dispose() => folder.Dispose();

    [Fact]
    [Trait("Speed", "slow")]
    public async Task A_tree_becomes_a_set_and_what_is_damaged_is_left_out_with_its_reason()
    {
        await FakeFaceForensics.WriteAsync(folder["ff"]);
        await TinyVideo.WriteAsync(Video("c40", "002_003"), TinyVideo.Frames(7), 40);
        File.WriteAllText(Video("raw", "003_002"), "a page that says: not found");
        File.Delete(Video("c23", "003"));
        var result = await Build("out");
        Assert.Equal(["003", "deepfakes-002_003", "deepfakes-003_002"], result.Skipped.Select(static one => one.Video));
        Assert.Equal(
            3,
            result
                .Skipped.Zip((string[])["no file", "raw has 8 frames, c40 has 7", "is empty|not an MP4"])
                .Count(static pair => pair.Second.Split('|').Any(part => pair.First.Reason.Contains(part, StringComparison.Ordinal)))
        );
        Assert.Equal(3, File.ReadLines(folder["out", RealSetBuilder.SkippedName]).Count());

        var set = FilmSet.Open(folder["out"]);
        Assert.Equal(["000", "001", "002", "deepfakes-000_001", "deepfakes-001_000"], set.Clips.Select(static clip => clip.Id));
        Assert.Equal((5, Size, 4, 3), (set.Header.Clips, set.Header.Crop, set.Header.Frames, set.Header.Identities));
        Assert.Equal([0, 2, 4, 7], set.Clips[0].Kept);
        var split = set.Split();
        Assert.Equal([.. Enumerable.Range(8, 4)], split.Test);
        Assert.Empty(split.Validation);
        Assert.Equal(16, split.Train.Count);
        Assert.All(
            set.Clips,
            static clip =>
                Assert.True(
                    double.IsPositiveInfinity(clip.Encoded[0].Psnr)
                        && clip.Encoded[1].Psnr > clip.Encoded[2].Psnr
                        && clip.Encoded[2].Psnr > RealVideoCropper.LeastPsnr
                )
        );

        // Raw is lossless: its crop is what the same steps give on the frame before it was encoded.
        var frame = TinyVideo.Frames(FakeFaceForensics.Frames, 2)[2];
        using var haar = new HaarFinder();
        var square = FaceCrop.Square(haar.Find(frame, TinyVideo.Width, TinyVideo.Height)[0].Box, TinyVideo.Width, TinyVideo.Height);
        var expected = FaceCrop.Cut(frame, TinyVideo.Width, TinyVideo.Height, square, Size);
        using var images = set.ToMemory();
        using var crop = images.Read([(3 * 4) + 1]);
        Assert.Equal([1, 3, 3, Size, Size], crop.shape);
        using var raw = crop[0, 0].permute(1, 2, 0).contiguous();
        Assert.Equal(expected, raw.bytes.ToArray());

        // Put right, only what was left out is made.
        File.Copy(Video("c40", "000_001"), Video("c40", "002_003"), overwrite: true);
        File.Copy(Video("raw", "000_001"), Video("raw", "003_002"), overwrite: true);
        File.Copy(Video("c23", "000"), Video("c23", "003"));
        var reports = new List<FilmSetProgress>();
        var whole = await Build("out", reports);
        Assert.Empty(whole.Skipped);
        Assert.Equal((5, 8, 4), (reports[0].Done, whole.Set.Clips.Count, reports.Count));
        Assert.Equal(0, new FileInfo(folder["out", RealSetBuilder.SkippedName]).Length);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task Stopped_and_started_again_it_makes_the_same_set()
    {
        await FakeFaceForensics.WriteAsync(folder["ff"], pairs: 1);
        await Build("whole");
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Builder()
                .BuildAsync(
                    folder["ff"],
                    folder["out"],
                    new Reports(at =>
                    {
                        if (at.Done == 2)
                        {
                            stop.Cancel();
                        }
                    }),
                    stop.Token
                )
        );
        Assert.False(File.Exists(folder["out", FilmSet.ManifestName]));
        // The process died while it wrote a line, and one file was lost.
        var journal = folder["out", "videos.jsonl"];
        var line = File.ReadLines(journal).Last();
        File.AppendAllText(journal, line[..(line.Length / 2)]);
        File.Delete(Directory.GetFiles(folder["out", FilmSet.FilesName])[0]);
        var reports = new List<FilmSetProgress>();
        await Build("out", reports);
        Assert.Equal(1, reports[0].Done);
        Assert.Equal(
            await File.ReadAllBytesAsync(folder["whole", FilmSet.ManifestName], Cancel),
            await File.ReadAllBytesAsync(folder["out", FilmSet.ManifestName], Cancel)
        );
        Assert.Empty(Directory.GetFiles(folder["out"], "*.part", SearchOption.AllDirectories));

        // Other options belong into another folder.
        var error = await Assert.ThrowsAsync<LetheException>(() =>
            new RealSetBuilder(Reader, Options with { Margin = 1.5 }, ffmpeg).BuildAsync(folder["ff"], folder["out"], null, Cancel)
        );
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        File.Delete(journal);
        Assert.Contains("another set", (await Assert.ThrowsAsync<LetheException>(() => Build("out"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task A_set_of_one_quality_gets_the_others_from_the_kit()
    {
        await TinyVideo.WriteAsync(folder["celeb", "Celeb-real", "id0_0000.mp4"], TinyVideo.Frames(8), 18);
        await TinyVideo.WriteAsync(folder["celeb", "Celeb-synthesis", "id0_id1_0000.mp4"], TinyVideo.Frames(8, 1, face: false), 18);
        File.WriteAllText(folder["celeb", "List_of_testing_videos.txt"], "1 Celeb-real/id0_0000.mp4\n");
        var result = await new RealSetBuilder(new CelebDf(), Options with { Families = ["celeb-df"] }, ffmpeg).BuildAsync(
            folder["celeb"],
            folder["out"],
            null,
            Cancel
        );
        var (video, reason) = Assert.Single(result.Skipped);
        Assert.Equal("Celeb-synthesis-id0_id1_0000", video);
        Assert.Contains("a face in 0 of 4 frames", reason, StringComparison.Ordinal);
        var clip = Assert.Single(result.Set.Clips);
        Assert.True(clip.Encoded[1].Psnr > clip.Encoded[2].Psnr && clip.Encoded[1].Bytes > clip.Encoded[2].Bytes);
        Assert.Contains("as Celeb-DF (v2) publishes it", result.Set.Header.Commands[0], StringComparison.Ordinal);
        Assert.Contains("made by the kit", result.Set.Header.Commands[2], StringComparison.Ordinal);
        Assert.Contains("-crf 40", result.Set.Header.Commands[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_can_be_used_it_says_why()
    {
        folder.Write("celeb/Celeb-real/id0_0000.mp4", []);
        File.WriteAllText(folder["celeb", "List_of_testing_videos.txt"], "1 Celeb-real/id0_0000.mp4\n");
        var error = await Assert.ThrowsAsync<LetheException>(() =>
            new RealSetBuilder(new CelebDf(), Options with { Families = ["celeb-df"] }, ffmpeg).BuildAsync(
                folder["celeb"],
                folder["out"],
                null,
                Cancel
            )
        );
        Assert.Equal(ExitCode.BadFile, error.ExitCode);
        Assert.Contains("is empty", error.Message, StringComparison.Ordinal);
        folder.Write("file", Encoding.UTF8.GetBytes("x"));
        Assert.Equal(
            ExitCode.Unwritable,
            (
                await Assert.ThrowsAsync<LetheException>(() =>
                    new RealSetBuilder(new CelebDf(), Options with { Families = ["celeb-df"] }, ffmpeg).BuildAsync(
                        folder["celeb"],
                        folder["file"],
                        null,
                        Cancel
                    )
                )
            ).ExitCode
        );
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused()
    {
        foreach (
            var options in (RealSetOptions[])
                [
                    Options with
                    {
                        Frames = 0,
                    },
                    Options with
                    {
                        Size = 8,
                    },
                    Options with
                    {
                        Margin = 0.5,
                    },
                    Options with
                    {
                        Workers = 0,
                    },
                    Options with
                    {
                        Margin = double.NaN,
                    },
                    Options with
                    {
                        Frames = 512,
                        Size = 1024,
                    },
                    Options with
                    {
                        Align = true,
                    },
                    Options with
                    {
                        Detector = "dlib",
                    },
                    Options with
                    {
                        Families = ["x"],
                    },
                ]
        )
        {
            Assert.Equal(
                ExitCode.Usage,
                Assert.Throws<LetheException>(() => new RealSetBuilder(new FaceForensics(), options, ffmpeg)).ExitCode
            );
        }
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static RealSetOptions Options =>
        new()
        {
            Families = ["deepfakes"],
            Frames = 4,
            Size = Size,
            Detector = "haar",
            Workers = 1,
        };

    private FaceForensics Reader => FakeFaceForensics.Reader(folder["ff"]);

    private string Video(string quality, string name) => FakeFaceForensics.Video(folder["ff"], quality, name);

    private RealSetBuilder Builder() => new(Reader, Options, ffmpeg);

    private Task<(FilmSet Set, IReadOnlyList<(string Video, string Reason)> Skipped)> Build(
        string output,
        List<FilmSetProgress>? reports = null
    ) => Builder().BuildAsync(folder["ff"], folder[output], new Reports(at => reports?.Add(at)), Cancel);

    private sealed class Reports(Action<FilmSetProgress> handle) : IProgress<FilmSetProgress>
    {
        public void Report(FilmSetProgress value) => handle(value);
    }
}
