using System.Security.Cryptography;
using Lethe.Experiments.Runs;
using Lethe.Faces.Films;
using Lethe.Imaging;
using Lethe.Runtime;
using Lethe.Tests.Data;
using SkiaSharp;

namespace Lethe.Tests.Faces.Films;

public sealed class FilmEncoderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_paper_s_three_qualities_keep_their_frames_their_order_and_their_bytes()
    {
        var ffmpeg = RealFfmpeg.Find();
        var clip = TestFilms.Make();
        var first = await new FilmEncoder(ffmpeg, VideoQuality.All).EncodeAsync(clip, TestContext.Current.CancellationToken);
        var second = await new FilmEncoder(ffmpeg, VideoQuality.All).EncodeAsync(clip, TestContext.Current.CancellationToken);
        Assert.Equal(["raw", "c23", "c40"], first.Select(static one => one.Quality.Name));
        Assert.Equal(first.Select(static one => one.Sha256), second.Select(static one => one.Sha256));
        Assert.All(first, one => Assert.Equal(clip.Frames.Count, one.Frames.Count));
        Assert.Equal(clip.Frames, first[0].Frames);
        Assert.Equal(double.PositiveInfinity, first[0].Psnr);
        Assert.InRange(first[1].Psnr, first[2].Psnr + 1, 60);
        Assert.True(first[0].BitsPerFrame > first[1].BitsPerFrame && first[1].BitsPerFrame > first[2].BitsPerFrame);
        Assert.All(first, one => Assert.Equal(8.0 * one.Bytes / 6, one.BitsPerFrame));
        Assert.Contains(
            "-c:v libx264 -preset medium -crf 40 -pix_fmt yuv420p",
            FilmEncoder.Command(VideoQuality.C40, clip.Side),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Frames_through_a_pipe_are_encoded_as_a_sequence_of_png_files_is()
    {
        var ffmpeg = RealFfmpeg.Find();
        var clip = TestFilms.Make();
        foreach (var (i, frame) in clip.Frames.Index())
        {
            using var bitmap = Rgb.ToBitmap(frame, clip.Side, clip.Side);
            using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
            folder.Write($"{i:D4}.png", png.ToArray());
        }
        var piped = await new FilmEncoder(ffmpeg, [VideoQuality.C23]).EncodeAsync(clip, TestContext.Current.CancellationToken);
        var arguments = VideoQuality.C23.Encoding(clip.Side, FilmEncoder.Rate).ToList();
        var input = arguments.IndexOf("-i");
        string[] files =
        [
            .. arguments[..arguments.IndexOf("-f")],
            "-framerate",
            $"{FilmEncoder.Rate}",
            "-i",
            folder["%04d.png"],
            .. arguments[(input + 2)..],
        ];
        var bytes = await ffmpeg.RunAsync(files, default, 1 << 24, TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.Equal(piped[0].Sha256, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task Qualities_that_share_a_start_are_coded_as_each_alone_is()
    {
        var ffmpeg = RealFfmpeg.Find();
        var clip = TestFilms.Make();
        var together = await new FilmEncoder(ffmpeg, VideoQuality.Curve).EncodeAsync(clip, TestContext.Current.CancellationToken);
        foreach (var one in together)
        {
            var stream = await ffmpeg.RunAsync(
                one.Quality.Encoding(clip.Side, FilmEncoder.Rate),
                (byte[])[.. clip.Frames.SelectMany(static frame => frame)],
                1 << 24,
                TimeSpan.FromMinutes(1),
                TestContext.Current.CancellationToken
            );
            var frames = await ffmpeg.RunAsync(
                one.Quality.Decoding(ffmpeg),
                stream,
                1 << 24,
                TimeSpan.FromMinutes(1),
                TestContext.Current.CancellationToken
            );
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(stream)), one.Sha256);
            Assert.Equal(stream.Length, one.Bytes);
            Assert.True(frames.AsSpan().SequenceEqual((byte[])[.. one.Frames.SelectMany(static frame => frame)]));
        }
    }

    [Fact]
    public async Task A_clip_that_loses_nothing_at_a_worse_quality_is_refused()
    {
        var ffmpeg = RealFfmpeg.Find();
        var grey = new Film(
            "grey",
            "nobody",
            null,
            Film.Real,
            32,
            [.. Enumerable.Repeat(Enumerable.Repeat((byte)128, 32 * 32 * 3).ToArray(), 4)],
            null,
            new Dictionary<string, double>()
        );
        var error = await Assert.ThrowsAsync<LetheException>(() =>
            new FilmEncoder(ffmpeg, VideoQuality.All).EncodeAsync(grey, TestContext.Current.CancellationToken)
        );
        Assert.Contains("lost no more at", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cat >/dev/null; head -c 30000 /dev/zero", "10 came back")]
    [InlineData("cat >/dev/null; head -c 40000 /dev/zero", "13.02 came back")]
    [InlineData("cat >/dev/null", "0 came back")]
    [InlineData("cat >/dev/null; echo 'Error while decoding' >&2; exit 69", "Error while decoding")]
    public async Task Frames_that_are_lost_or_cut_off_are_noticed(string decoder, string because)
    {
        var ffmpeg = FakeFfmpeg.Try(
            folder,
            $"case \"$*\" in *rawvideo*h264*) cat >/dev/null; for last; do :; done; echo stream >\"${{last#file:}}\";; *) "
                + $"{decoder.Replace("30000", $"{10 * 32 * 32 * 3}", StringComparison.Ordinal)};; esac"
        );
        var error = await Assert.ThrowsAsync<LetheException>(() =>
            new FilmEncoder(ffmpeg, [VideoQuality.C23]).EncodeAsync(
                TestFilms.Make(side: 32, frames: 16),
                TestContext.Current.CancellationToken
            )
        );
        Assert.Equal(ExitCode.Failed, error.ExitCode);
        Assert.Contains(because, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lossless_quality_that_is_not_is_noticed()
    {
        var ffmpeg = FakeFfmpeg.Try(
            folder,
            "case \"$*\" in *rawvideo*h264*) cat >/dev/null; for last; do :; done; echo stream >\"${last#file:}\";; *) cat "
                + ">/dev/null; head -c 6144 /dev/zero;; esac"
        );
        var error = await Assert.ThrowsAsync<LetheException>(() =>
            new FilmEncoder(ffmpeg, [VideoQuality.Raw]).EncodeAsync(
                TestFilms.Make(side: 32, frames: 2),
                TestContext.Current.CancellationToken
            )
        );
        Assert.Contains("came back changed from the lossless encoder", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Qualities_are_given_from_good_to_bad_and_named_as_in_the_paper()
    {
        Assert.Throws<ArgumentException>(() => new FilmEncoder(null!, [VideoQuality.C40, VideoQuality.C23]));
        Assert.Throws<ArgumentException>(() => new FilmEncoder(null!, [VideoQuality.Raw, VideoQuality.Raw]));
        Assert.Equal(VideoQuality.C40, VideoQuality.Parse("c40"));
        Assert.Equal(VideoQuality.Raw, VideoQuality.Parse("raw"));
        Assert.All(
            (string[])["", "c", "c0", "c52", "c-1", "C23", "c2 3"],
            static name => Assert.Equal(ExitCode.Usage, Assert.Throws<LetheException>(() => VideoQuality.Parse(name)).ExitCode)
        );
    }

    [Fact]
    public void Psnr_is_that_of_the_textbook()
    {
        Assert.Equal(double.PositiveInfinity, FilmEncoder.Psnr([1, 2], [1, 2]));
        Assert.Equal(10 * Math.Log10(255.0 * 255 / 12.5), FilmEncoder.Psnr([10, 0], [5, 0]), 10);
        Assert.Equal(0, FilmEncoder.Psnr([255, 0], [0, 255]), 10);
    }
}
