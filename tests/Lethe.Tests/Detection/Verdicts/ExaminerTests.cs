using Lethe.Detection.Verdicts;
using Lethe.Faces;
using Lethe.Faces.Films;
using Lethe.Faces.Finders;
using Lethe.Imaging;
using Lethe.Runtime;
using Lethe.Tests.Faces.Films;
using Lethe.Tests.Runtime;
using SkiaSharp;

namespace Lethe.Tests.Detection.Verdicts;

public sealed class ExaminerTests(TestPackage trained) : IClassFixture<TestPackage>, IDisposable
{
    private readonly DetectorPackage package = DetectorPackage.Open(trained.Path);

    public void Dispose() => package.Dispose();

    [Fact]
    public void A_picture_has_the_verdict_of_its_most_suspicious_face()
    {
        // Red on the left, blue on the right; a face in each, and a third that is too small to count.
        var file = Write(TestPictures.Encoded(200, 100, static (x, _) => x < 100 ? SKColors.Red : SKColors.Blue, SKEncodedImageFormat.Png));
        var verdict = Examiner(new FixedFaces(new(10, 20, 60, 60), new(130, 30, 50, 50), new(30, 2, 20, 20)), new()).Examine(file);
        var frame = Assert.Single(verdict.Frames);
        Assert.Equal([Verdict.Real, Verdict.Fake], frame.Faces.Select(static face => face.Verdict));
        Assert.Equal(1, frame.LeftOut);
        Assert.Equal(frame.Faces[1].Probability, verdict.Probability);
        Assert.Equal(Verdict.Fake, verdict.Verdict);
        Assert.Equal(("PNG", 200, 100), (verdict.Format, verdict.Width, verdict.Height));
        Assert.Equal(
            [StripPoint.Original, .. Enumerable.Repeat(StripPoint.Jpeg, 6), .. Enumerable.Repeat(StripPoint.Crf, 2)],
            verdict.Strip!.Points.Select(static point => point.Kind)
        );
        Assert.All(frame.Faces, static face => Assert.Equal(face.Probability, face.Strip!.Points[0].Probability));
        Assert.Equal(TestPackage.Facts.Probability(frame.Faces[0].Logit), frame.Faces[0].Probability);
    }

    [Fact]
    public void Plain_colours_survive_compression_and_so_does_the_verdict()
    {
        var verdict = Examiner(null).Examine(Write(TestPictures.Plain(SKColors.Blue)));
        Assert.False(verdict.Strip!.DependsOnQuality);
        Assert.All(
            verdict.Strip.Points.Where(static point => point.Kind == StripPoint.Jpeg),
            static point => Assert.InRange(point.Probability!.Value, 0.7, 1)
        );
    }

    [Fact]
    public void No_face_is_no_verdict()
    {
        var verdict = Examiner(new FixedFaces()).Examine(Write(TestPictures.Plain(SKColors.Red)));
        Assert.Equal(("No face was found.", ExitCode.Failed, null), (verdict.Refusal, verdict.Code, verdict.Verdict));
    }

    [Fact]
    public void The_whole_picture_is_its_middle_square()
    {
        var file = Write(
            TestPictures.Encoded(120, 40, static (x, _) => x is >= 40 and < 80 ? SKColors.Blue : SKColors.Red, SKEncodedImageFormat.Png)
        );
        var face = Examiner(null).Examine(file).Frames[0].Faces[0];
        Assert.Equal(new FaceBox(40, 0, 40, 40), face.Box);
        Assert.Equal(TestPackage.Crop(SKColors.Blue), face.Crop);
        Assert.Equal(Verdict.Fake, face.Verdict);
    }

    [Fact]
    public void A_small_face_is_said_to_be_small()
    {
        var file = Write(TestPictures.Plain(SKColors.Red, width: 200, height: 200));
        Assert.Equal(
            "This face is only 20 pixels large: little to judge by.",
            Assert.Single(Examiner(new FixedFaces(new FaceBox(50, 50, 20, 18))).Examine(file).Frames[0].Faces[0].Notes)
        );
        Assert.Empty(Examiner(new FixedFaces(new FaceBox(50, 50, 80, 80))).Examine(file).Frames[0].Faces[0].Notes);
    }

    [Fact]
    public void A_face_over_the_edge_is_cut_within_the_picture() =>
        Assert.Equal(
            TestPackage.Crop(SKColors.Red),
            Examiner(new FixedFaces(new FaceBox(-30, -10, 80, 80)))
                .Examine(Write(TestPictures.Plain(SKColors.Red, width: 61, height: 47)))
                .Frames[0]
                .Faces[0]
                .Crop
        );

    [Fact]
    public void Another_band_gives_another_verdict()
    {
        var file = Write(TestPictures.Plain(SKColors.Red));
        Assert.Equal(Verdict.Real, Examiner(null).Examine(file).Verdict);
        Assert.Equal(Verdict.Unsure, Examiner(null, new() { Whole = true, Band = new(0, 1) }).Examine(file).Verdict);
    }

    [Fact]
    public void A_name_that_lies_is_said_to()
    {
        var file = Write(TestPictures.Plain(SKColors.Red), "photo.jpg");
        Assert.Equal("Named like JPEG, but is PNG.", Assert.Single(Examiner(null).Examine(file).Notes));
    }

    [Fact]
    public void It_stops_when_asked()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() =>
            Examiner(null).Examine(Write(TestPictures.Plain(SKColors.Red)), cancellation: stop.Token)
        );
    }

    [Fact]
    public async Task A_video_is_the_mean_of_its_frames()
    {
        var bytes = await Video(static frame => frame < 5 ? SKColors.Red : SKColors.Blue);
        var reports = new List<ExamineProgress>();
        var verdict = Examiner(null, new() { Frames = 4, StripFrames = 2 })
            .Examine(Write(bytes, "film.mp4"), new DirectProgress(reports.Add), TestContext.Current.CancellationToken);
        Assert.Equal((true, "MP4", 64, 48), (verdict.IsVideo, verdict.Format, verdict.Width, verdict.Height));
        Assert.Equal([0, 3, 6, 9], verdict.Frames.Select(static frame => frame.Index));
        Assert.Equal(
            [Verdict.Real, Verdict.Real, Verdict.Fake, Verdict.Fake],
            verdict.Frames.Select(static frame => frame.Faces[0].Verdict)
        );
        Assert.Equal(verdict.Frames.Average(static frame => frame.Probability!.Value), verdict.Probability!.Value, 1e-12);
        Assert.Equal([true, false, false, true], verdict.Frames.Select(static frame => frame.Faces[0].Strip is not null));
        Assert.Equal((verdict.Frames[0].Probability + verdict.Frames[3].Probability) / 2, verdict.Strip!.Points[0].Probability);
        Assert.All(verdict.Strip.Points, static point => Assert.NotNull(point.Probability));
        Assert.Equal([1, 2, 3, 4], reports.Select(static report => report.Frame));
    }

    [Fact]
    public async Task A_short_or_damaged_video_has_what_it_has()
    {
        var bytes = await Video(static _ => SKColors.Blue);
        Assert.Equal(
            10,
            Examiner(null).Examine(Write(bytes, "short.mp4"), cancellation: TestContext.Current.CancellationToken).Frames.Count
        );
        var cut = Examiner(null)
            .Examine(Write(bytes[..(bytes.Length / 3)], "cut.mp4"), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(ExitCode.BadFile, cut.Code);
        Assert.StartsWith("The file ", cut.Refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("-hide_banner", cut.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task Of_a_damaged_video_the_frames_that_decode_are_examined_and_the_others_counted()
    {
        var (damaged, nothing) = (Path.Combine(trained.Folder, "damaged.mp4"), Path.Combine(trained.Folder, "nothing.mp4"));
        await TinyVideo.WriteDamagedAsync(damaged, 0.5, 0.55);
        var verdict = Examiner(null).Examine(InputFile.Of(damaged), cancellation: TestContext.Current.CancellationToken);
        Assert.Null(verdict.Refusal);
        Assert.InRange(verdict.Frames.Count, 9, 14);
        Assert.Equal(
            $"The film is damaged: {15 - verdict.Frames.Count} of its 15 frames cannot be decoded; only the others were examined.",
            Assert.Single(verdict.Notes)
        );
        await TinyVideo.WriteDamagedAsync(nothing, 0, 1);
        var refused = Examiner(null).Examine(InputFile.Of(nothing), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal((ExitCode.BadFile, 0), (refused.Code, refused.Frames.Count));
        Assert.DoesNotContain('\n', refused.Refusal!);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task Of_a_trimmed_video_the_frames_that_are_shown_are_examined()
    {
        var whole = Write(await Video(static frame => frame < 5 ? SKColors.Red : SKColors.Blue), "whole.mp4");
        var trimmed = Path.Combine(trained.Folder, "trimmed.mp4");
        await RealFfmpeg
            .Find()
            .RunAsync(
                ["-v", "error", "-y", "-ss", "0.2", "-i", whole.Path, "-c", "copy", trimmed],
                default,
                0,
                TimeSpan.FromMinutes(1),
                TestContext.Current.CancellationToken
            );
        var verdict = Examiner(null).Examine(InputFile.Of(trimmed), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(5, verdict.Frames.Count);
        Assert.All(verdict.Frames, static frame => Assert.Equal(Verdict.Fake, frame.Faces[0].Verdict));
        Assert.Empty(verdict.Notes);
    }

    [Fact]
    public void Without_ffmpeg_it_says_what_was_not_measured()
    {
        using var none = new TemporaryVariable(Ffmpeg.Variable, Path.Combine(trained.Folder, "nowhere"));
        var verdict = Examiner(null, new()).Examine(Write(TestPictures.Plain(SKColors.Blue)));
        Assert.Equal(
            ["not measured (no ffmpeg)"],
            verdict.Strip!.Points.Where(static point => point.Kind == StripPoint.Crf).Select(static point => point.Why).Distinct()
        );
        Assert.DoesNotContain(verdict.Strip.Points, static point => point.Kind == StripPoint.Jpeg && point.Probability is null);
        var video = Examiner(null).Examine(Write([0, 0, 0, 24, .. "ftypisom"u8, 0, 0, 0, 0], "film.mp4"));
        Assert.StartsWith("Reading a video needs ffmpeg.", video.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_quality_that_fails_is_not_measured_and_says_why()
    {
        using var folder = new Lethe.Tests.Data.TemporaryFolder();
        var broken = FakeFfmpeg.Write(
            folder,
            "if [ \"$1\" = -version ]; then echo 'ffmpeg version 6.0-test Copyright'; exit; fi\ncase \"$*\" in *16x16*) cat "
                + ">/dev/null; echo 'x264 - core 1'; exit;; esac\ncat >/dev/null; echo 'disk on fire' >&2; exit 1"
        );
        using var named = new TemporaryVariable(Ffmpeg.Variable, broken);
        var point = Examiner(null, new()).Examine(Write(TestPictures.Plain(SKColors.Blue))).Strip!.Points[^1];
        Assert.Null(point.Probability);
        Assert.Contains("disk on fire", point.Why, StringComparison.Ordinal);
    }

    // A region around a face, compressed, is what compressing the whole picture would give there.
    [Theory]
    [InlineData(40, 24, 64)]
    [InlineData(0, 0, 33)]
    [InlineData(107, 71, 55)]
    public void Compressing_the_region_is_compressing_the_picture(int left, int top, int side)
    {
        var random = new RandomStream(9);
        var (width, height) = (200, 160);
        var rgb = new byte[3 * width * height];
        for (var i = 0; i < rgb.Length; i++)
        {
            rgb[i] = (byte)(128 + (60 * Math.Sin(i / 700.0)) + random.Next(40));
        }
        var square = new CropSquare(left, top, side);
        var jpeg = StripCompression.Jpeg(45).Apply!;
        var whole = FaceCrop.Cut(jpeg(rgb, width, height), width, height, square, side);
        Assert.Equal(whole, new FaceRegion(new(rgb, width, height, []), square).Crop(side, jpeg));
        Assert.NotEqual(whole, FaceCrop.Cut(rgb, width, height, square, side));
    }

    // Ten frames of 64 x 48.
    private static async Task<byte[]> Video(Func<int, SKColor> colour)
    {
        byte[] frames =
        [
            .. Enumerable
                .Range(0, 10)
                .SelectMany(frame =>
                    Enumerable
                        .Repeat((byte[])[colour(frame).Red, colour(frame).Green, colour(frame).Blue], 64 * 48)
                        .SelectMany(static pixel => pixel)
                ),
        ];
        return await RealFfmpeg
            .Find()
            .RunAsync(
                [
                    "-v",
                    "error",
                    "-f",
                    "rawvideo",
                    "-pixel_format",
                    "rgb24",
                    "-video_size",
                    "64x48",
                    "-framerate",
                    "25",
                    "-i",
                    "pipe:0",
                    "-c:v",
                    "libx264",
                    "-pix_fmt",
                    "yuv420p",
                    "-movflags",
                    "frag_keyframe+empty_moov",
                    "-f",
                    "mp4",
                    "pipe:1",
                ],
                frames,
                1 << 20,
                TimeSpan.FromMinutes(1),
                TestContext.Current.CancellationToken
            );
    }

    private sealed class DirectProgress(Action<ExamineProgress> handle) : IProgress<ExamineProgress>
    {
        public void Report(ExamineProgress value) => handle(value);
    }

    // without starting ffmpeg
    private Examiner Examiner(IFaceFinder? faces, ExamineOptions? options = null) => new(package, faces, options ?? new() { Crf = [] });

    private InputFile Write(byte[] content, string name = "picture.png")
    {
        var path = Path.Combine(trained.Folder, name);
        File.WriteAllBytes(path, content);
        return InputFile.Of(path);
    }

    private sealed class FixedFaces(params FaceBox[] boxes) : IFaceFinder
    {
        public string Name => "fixed";

        public IReadOnlyList<FoundFace> Find(ReadOnlySpan<byte> rgb, int width, int height) =>
            [.. boxes.Select(static box => new FoundFace(box, 1, null))];

        public void Dispose() { }
    }
}
