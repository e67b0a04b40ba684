using System.Text;
using CsCheck;
using Lethe.Faces.Films;
using Lethe.Runtime;
using Lethe.Tests.Data;

namespace Lethe.Tests.Faces.Films;

public sealed class VideoFramesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Ffmpeg ffmpeg = RealFfmpeg.Find();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(10, 4, new[] { 0, 3, 6, 9 })]
    [InlineData(8, 8, new[] { 0, 1, 2, 3, 4, 5, 6, 7 })]
    [InlineData(300, 5, new[] { 0, 74, 149, 224, 299 })] // numpy.linspace(0, 299, 5, dtype=int)
    [InlineData(7, 1, new[] { 0 })]
    public void Frames_are_evenly_spaced(int count, int wanted, int[] indices) => Assert.Equal(indices, VideoFrames.Spaced(count, wanted));

    [Fact]
    public void Spacing_is_even_for_any_count() =>
        (from count in Gen.Int[2, 100_000] from wanted in Gen.Int[2, 64] where wanted <= count select (count, wanted)).Sample(
            static (count, wanted) =>
            {
                var indices = VideoFrames.Spaced(count, wanted);
                var steps = indices.Zip(indices.Skip(1), static (a, b) => b - a).ToArray();
                Assert.Equal((0, count - 1), (indices[0], indices[^1]));
                Assert.True(steps.Min() >= 1 && steps.Max() - steps.Min() <= 1);
            }
        );

    [Fact]
    public async Task The_frames_asked_for_come_back_exactly()
    {
        var frames = TinyVideo.Frames(8);
        await TinyVideo.WriteAsync(folder["a b'%03d.mp4"], frames);
        var (reader, source) = (new VideoFrames(ffmpeg), VideoSource.File(folder["a b'%03d.mp4"]));
        var info = await reader.ProbeAsync(source, Cancel);
        Assert.Equal(new(TinyVideo.Width, TinyVideo.Height, 8), info);
        var read = await reader.ReadAsync(source, info, [0, 3, 7], Cancel).ToArrayAsync(Cancel);
        Assert.Equal([0, 3, 7], read.Select(static frame => frame.Index));
        Assert.All(read, frame => Assert.Equal(frames[frame.Index], frame.Rgb));
    }

    [Fact]
    public async Task A_video_on_its_side_comes_upright()
    {
        await TinyVideo.WriteAsync(folder["a.mp4"], TinyVideo.Frames(2), 10);
        await ffmpeg.RunAsync(
            ["-v", "error", "-i", folder["a.mp4"], "-c", "copy", "-metadata:s:v:0", "rotate=90", folder["turned.mp4"]],
            default,
            0,
            TimeSpan.FromMinutes(1),
            Cancel
        );
        var (reader, source) = (new VideoFrames(ffmpeg), VideoSource.File(folder["turned.mp4"]));
        var frame = await reader.ReadAsync(source, await reader.ProbeAsync(source, Cancel), [1], Cancel).SingleAsync(Cancel);
        // ffmpeg 7 no longer takes the old tag; then there is nothing to turn.
        Assert.True((frame.Width, frame.Height) is (TinyVideo.Height, TinyVideo.Width) or (TinyVideo.Width, TinyVideo.Height));
        Assert.Equal(3 * TinyVideo.Width * TinyVideo.Height, frame.Rgb.Length);
    }

    [Fact]
    public async Task Compressed_again_it_has_the_same_frames_and_the_same_bytes_twice()
    {
        await TinyVideo.WriteAsync(
            folder["odd.mp4"],
            [.. TinyVideo.Frames(6).Select(static frame => Cropped(frame))],
            null,
            TinyVideo.Width - 1,
            TinyVideo.Height - 1
        );
        var (reader, source) = (new VideoFrames(ffmpeg), VideoSource.File(folder["odd.mp4"]));
        var bytes = await reader.CompressAsync(source, VideoQuality.C40, Cancel);
        Assert.Equal(bytes, await reader.CompressAsync(source, VideoQuality.C40, Cancel));
        var stream = VideoSource.Stream("odd at c40", bytes);
        // A column and a row were added to make the sides even.
        Assert.Equal(new(TinyVideo.Width, TinyVideo.Height, 6), await reader.ProbeAsync(stream, Cancel));
        var frames = await reader.ReadAsync(stream, new(TinyVideo.Width, TinyVideo.Height, 6), [0, 5], Cancel).ToArrayAsync(Cancel);
        // The number in the corner is still to be read.
        Assert.InRange(frames[0].Rgb[3 * ((8 * TinyVideo.Width) + 8)], 0, 12);
        Assert.InRange(frames[1].Rgb[3 * ((8 * TinyVideo.Width) + 8)], 68, 92);
    }

    public static TheoryData<string, string> Damage =>
        new()
        {
            { "empty", "is empty" },
            { "text", "not an MP4" },
            { "picture", "not an MP4" },
            { "playlist", "not an MP4" },
            { "rubbish in a box", "damaged" },
            { "cut off", "damaged" },
            { "sound only", "no pictures" },
            { "gone", "no file" },
        };

    [Theory]
    [MemberData(nameof(Damage))]
    public async Task What_is_no_whole_video_is_refused_in_one_sentence(string kind, string because)
    {
        var path = folder["x.mp4"];
        switch (kind)
        {
            case "empty":
                folder.Write("x.mp4", []);
                break;
            case "text":
                folder.Write("x.mp4", Encoding.UTF8.GetBytes(new string('a', 500)));
                break;
            case "picture":
                folder.Write("x.mp4", ImageFolderTests.Png(20, 20, 0xFF0000FF));
                break;
            case "playlist":
                folder.Write("x.mp4", "#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n"u8.ToArray());
                break;
            case "rubbish in a box":
                folder.Write("x.mp4", [0, 0, 0, 24, .. "ftypmp42"u8, .. Enumerable.Range(0, 900).Select(static i => (byte)(i * 37))]);
                break;
            case "cut off":
                await TinyVideo.WriteAsync(
                    folder["whole.mp4"],
                    TinyVideo.Frames(8),
                    20,
                    TinyVideo.Width,
                    TinyVideo.Height,
                    "-movflags",
                    "+faststart"
                );
                var whole = await File.ReadAllBytesAsync(folder["whole.mp4"], Cancel);
                folder.Write("x.mp4", whole[..(whole.Length * 6 / 10)]);
                break;
            case "sound only":
                await ffmpeg.RunAsync(
                    ["-v", "error", "-f", "lavfi", "-i", "sine=duration=0.2", path],
                    default,
                    0,
                    TimeSpan.FromMinutes(1),
                    Cancel
                );
                break;
        }
        var error = await Assert.ThrowsAsync<LetheException>(() => new VideoFrames(ffmpeg).ProbeAsync(VideoSource.File(path), Cancel));
        Assert.Equal(kind == "gone" ? ExitCode.NotFound : ExitCode.BadFile, error.ExitCode);
        Assert.Contains(because, error.Message, StringComparison.Ordinal);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_larger_than_the_limits_is_refused()
    {
        await TinyVideo.WriteAsync(folder["a.mp4"], TinyVideo.Frames(6), 20);
        var source = VideoSource.File(folder["a.mp4"]);
        foreach (
            var limits in (VideoLimits[])
                [
                    new() { Frames = 5 },
                    new() { Pixels = (TinyVideo.Width * TinyVideo.Height) - 1 },
                    new() { Bytes = 1000 },
                    new() { Time = TimeSpan.FromMilliseconds(1) },
                ]
        )
        {
            Assert.Equal(
                ExitCode.BadFile,
                (await Assert.ThrowsAsync<LetheException>(() => new VideoFrames(ffmpeg, limits).ProbeAsync(source, Cancel))).ExitCode
            );
        }
        // Not even where the size was not believed at first.
        var small = new VideoFrames(ffmpeg, new() { Pixels = 1000 });
        Assert.Equal(
            ExitCode.BadFile,
            (
                await Assert.ThrowsAsync<LetheException>(async () =>
                    await small.ReadAsync(source, new(10, 10, 6), [0], Cancel).ToArrayAsync(Cancel)
                )
            ).ExitCode
        );
    }

    [Fact]
    public async Task A_frame_that_is_not_there_is_said()
    {
        await TinyVideo.WriteAsync(folder["a.mp4"], TinyVideo.Frames(4), 20);
        var error = await Assert.ThrowsAsync<LetheException>(async () =>
            await new VideoFrames(ffmpeg)
                .ReadAsync(VideoSource.File(folder["a.mp4"]), new(TinyVideo.Width, TinyVideo.Height, 9), [0, 8], Cancel)
                .ToArrayAsync(Cancel)
        );
        Assert.Contains("frame 8", error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, string[]> MoreBits =>
        new()
        {
            { "ten.mp4", ["-c:v", "libx264", "-crf", "10", "-pix_fmt", "yuv420p10le"] },
            { "ten.mov", ["-c:v", "prores_ks", "-pix_fmt", "yuv422p10le"] },
            { "twelve.mkv", ["-c:v", "ffv1", "-pix_fmt", "yuv444p12le"] },
        };

    [Theory]
    [Trait("Speed", "slow")]
    [MemberData(nameof(MoreBits))]
    public async Task Ten_and_twelve_bits_become_eight(string name, string[] codec)
    {
        var frames = TinyVideo.Frames(4);
        await TinyVideo.WriteAsync(folder["eight.mp4"], frames);
        await ffmpeg.RunAsync(
            ["-v", "error", "-i", folder["eight.mp4"], .. codec, folder[name]],
            default,
            0,
            TimeSpan.FromMinutes(1),
            Cancel
        );
        var (reader, source) = (new VideoFrames(ffmpeg), VideoSource.File(folder[name]));
        var info = await reader.ProbeAsync(source, Cancel);
        var read = await reader.ReadAsync(source, info, [0, 3], Cancel).ToArrayAsync(Cancel);
        Assert.Equal(new(TinyVideo.Width, TinyVideo.Height, 4), info);
        Assert.All(read, frame => Assert.InRange(Distance(frames[frame.Index], frame.Rgb), 0, 3));
    }

    // The same numbers, said to be PQ's, stand for other light.
    [Theory]
    [Trait("Speed", "slow")]
    [InlineData("smpte2084", VideoLight.Pq)]
    [InlineData("arib-std-b67", VideoLight.Hlg)]
    public async Task High_dynamic_range_is_shown_as_an_ordinary_screen_would(string transfer, VideoLight light)
    {
        await TinyVideo.WriteAsync(
            folder["a.mp4"],
            TinyVideo.Frames(3),
            10,
            TinyVideo.Width,
            TinyVideo.Height,
            "-pix_fmt",
            "yuv420p10le",
            "-color_trc",
            transfer,
            "-colorspace",
            "bt2020nc",
            "-color_primaries",
            "bt2020"
        );
        var (reader, source) = (new VideoFrames(ffmpeg), VideoSource.File(folder["a.mp4"]));
        var info = await reader.ProbeAsync(source, Cancel);
        Assert.Equal(light, info.Light);
        var mapped = await reader.ReadAsync(source, info, [2], Cancel).SingleAsync(Cancel);
        var plain = await reader.ReadAsync(source, info with { Light = VideoLight.Ordinary }, [2], Cancel).SingleAsync(Cancel);
        Assert.Equal((TinyVideo.Width, TinyVideo.Height, plain.Rgb.Length), (mapped.Width, mapped.Height, mapped.Rgb.Length));
        Assert.True(Distance(plain.Rgb, mapped.Rgb) > 3);
    }

    // Cut between key frames without encoding again: all since the key frame before is in the file, and an edit list hides the first part
    // of it.
    [Fact]
    [Trait("Speed", "slow")]
    public async Task Of_a_trimmed_video_the_frames_that_are_shown_are_counted()
    {
        await TinyVideo.WriteAsync(folder["a.mp4"], TinyVideo.Frames(15), 20);
        await ffmpeg.RunAsync(
            ["-v", "error", "-ss", "0.2", "-i", folder["a.mp4"], "-c", "copy", folder["trimmed.mp4"]],
            default,
            0,
            TimeSpan.FromMinutes(1),
            Cancel
        );
        var (reader, source) = (new VideoFrames(ffmpeg), VideoSource.File(folder["trimmed.mp4"]));
        var (inFile, shown) = (await reader.ProbeAsync(source, Cancel), await reader.CountAsync(source, Cancel));
        Assert.Equal((15, 10, 0), (inFile.Frames, shown.Frames, shown.Lost));
        await Assert.ThrowsAsync<LetheException>(async () => await reader.ReadAsync(source, inFile, [14], Cancel).ToArrayAsync(Cancel));
        var last = await reader.ReadAsync(source, shown, [9], Cancel).SingleAsync(Cancel);
        Assert.InRange(last.Rgb[3 * ((8 * TinyVideo.Width) + 8)], (16 * 14) - 12, (16 * 14) + 12);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task Of_a_damaged_video_what_can_be_decoded_is_read_and_the_rest_counted()
    {
        await TinyVideo.WriteDamagedAsync(folder["damaged.mp4"], 0.5, 0.55);
        var (strict, lenient, source) = (
            new VideoFrames(ffmpeg),
            new VideoFrames(ffmpeg) { IsLenient = true },
            VideoSource.File(folder["damaged.mp4"])
        );
        await Assert.ThrowsAsync<LetheException>(async () =>
            await strict.ReadAsync(source, await strict.ProbeAsync(source, Cancel), [0, 14], Cancel).ToArrayAsync(Cancel)
        );
        var info = await lenient.CountAsync(source, Cancel);
        Assert.InRange(info.Lost, 1, 6);
        Assert.Equal(15, info.Frames + info.Lost);
        Assert.Equal(
            info.Frames,
            (await lenient.ReadAsync(source, info, [.. Enumerable.Range(0, info.Frames)], Cancel).ToArrayAsync(Cancel)).Length
        );
    }

    [Fact]
    public async Task A_video_of_which_nothing_can_be_decoded_is_refused()
    {
        await TinyVideo.WriteDamagedAsync(folder["damaged.mp4"], 0, 1);
        var error = await Assert.ThrowsAsync<LetheException>(() =>
            new VideoFrames(ffmpeg) { IsLenient = true }.CountAsync(VideoSource.File(folder["damaged.mp4"]), Cancel)
        );
        Assert.Equal(ExitCode.BadFile, error.ExitCode);
        Assert.Contains("has 15 frames, and none of them can be decoded.", error.Message, StringComparison.Ordinal);
    }

    private static double Distance(byte[] a, byte[] b) => a.Zip(b).Average(static pair => Math.Abs(pair.First - pair.Second));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static byte[] Cropped(byte[] frame) =>
        [
            .. Enumerable
                .Range(0, TinyVideo.Height - 1)
                .SelectMany(y => frame[(3 * y * TinyVideo.Width)..(3 * ((y * TinyVideo.Width) + TinyVideo.Width - 1))]),
        ];
}
