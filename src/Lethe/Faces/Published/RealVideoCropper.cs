using System.Globalization;
using System.Security.Cryptography;
using Lethe.Data;
using Lethe.Faces.Films;
using Lethe.Faces.Finders;
using Lethe.Faces.Sets;
using Lethe.Runtime;

namespace Lethe.Faces.Published;

/// <summary>Cuts the face out of one video at every quality.</summary>
internal sealed class RealVideoCropper(Ffmpeg ffmpeg, RealSetOptions options)
{
    /// <summary>Below this two qualities do not show the same pictures: strong compression leaves 25 dB and more.</summary>
    public const double LeastPsnr = 15;

    private const long MostBytes = 1L << 30;

    private readonly VideoFrames reader = new(ffmpeg);

    /// <returns>The manifest's line, without file and checksum, and the crops by quality and frame.</returns>
    /// <exception cref="LetheException">Left out, and why (<see cref="ExitCode.BadFile"/> or <see cref="ExitCode.NotFound"/>).</exception>
    public async Task<(FilmRecord Record, byte[][][] Crops)> CropAsync(RealVideo video, IFaceFinder detector, CancellationToken cancel)
    {
        var raw = VideoSource.File(video.Paths[VideoQuality.Raw.Name]);
        var info = await reader.ProbeAsync(raw, cancel);
        if (info.Frames < options.Frames)
        {
            throw LetheException.BadFile($"it has {info.Frames} frames, and {options.Frames} are wanted.");
        }
        if (3L * info.Width * info.Height * options.Frames > MostBytes)
        {
            throw LetheException.BadFile(
                $"{options.Frames} frames of {info.Width} x {info.Height} pixels take more than {MostBytes >> 20} MB; take fewer."
            );
        }
        var indices = VideoFrames.Spaced(info.Frames, options.Frames);
        var frames = await AllAsync(raw, info, indices, cancel);
        var masks = video.Mask is null ? null : await MasksAsync(video.Mask, info, indices, cancel);
        var places = FacePlaces.Find(frames, masks, detector, options);
        var (crops, records) = (new List<byte[][]>(), new List<EncodedRecord>());
        foreach (var quality in VideoQuality.All)
        {
            var (source, sum, bytes) = await SourceAsync(video, quality, raw, cancel);
            crops.Add(
                quality == VideoQuality.Raw
                    ? [.. frames.Select((frame, i) => places.Cut(i, frame))]
                    : await CutAsync(source, quality, info, indices, frames[0], places, cancel)
            );
            var psnr = FilmEncoder.Psnr([.. crops[0].SelectMany(static crop => crop)], [.. crops[^1].SelectMany(static crop => crop)]);
            if (psnr < LeastPsnr)
            {
                throw LetheException.BadFile(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{quality} does not show what raw shows: {psnr:F1} dB between their crops."
                    )
                );
            }
            records.Add(new(quality.Name, sum, bytes, 8.0 * bytes / info.Frames, psnr));
        }
        return (
            new(
                video.Id,
                video.Identity,
                video.Donor,
                video.Family,
                video.Part,
                0,
                Parameters(places, indices.Count),
                places[0].Left,
                places[0].Top,
                indices,
                records,
                $"{video.Id}.webp",
                0,
                ""
            ),
            [.. crops]
        );
    }

    private async Task<List<VideoFrame>> AllAsync(VideoSource source, VideoInfo info, IReadOnlyList<int> indices, CancellationToken cancel)
    {
        var frames = new List<VideoFrame>();
        await foreach (var frame in reader.ReadAsync(source, info, indices, cancel))
        {
            frames.Add(frame);
        }
        return frames;
    }

    // A mask of another length belongs to another video.
    private async Task<List<VideoFrame>?> MasksAsync(string path, VideoInfo info, IReadOnlyList<int> indices, CancellationToken cancel)
    {
        var source = VideoSource.File(path);
        var mask = await reader.ProbeAsync(source, cancel);
        return mask.Frames == info.Frames
            ? await AllAsync(source, mask, indices, cancel)
            : throw LetheException.BadFile($"its mask has {mask.Frames} frames, and the video {info.Frames}.");
    }

    private async Task<(VideoSource Source, string Sha256, int Bytes)> SourceAsync(
        RealVideo video,
        VideoQuality quality,
        VideoSource raw,
        CancellationToken cancel
    )
    {
        if (video.Paths.TryGetValue(quality.Name, out var path))
        {
            var source = VideoSource.File(path);
            return File.Exists(path)
                ? (source, FileHash.Of(path), (int)new FileInfo(path).Length)
                : throw LetheException.NotFound($"There is no file {path}.");
        }
        var bytes = await reader.CompressAsync(raw, quality, cancel);
        return (VideoSource.Stream($"{video.Id} at {quality}", bytes), Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes.Length);
    }

    private async Task<byte[][]> CutAsync(
        VideoSource source,
        VideoQuality quality,
        VideoInfo raw,
        IReadOnlyList<int> indices,
        VideoFrame first,
        FacePlaces places,
        CancellationToken cancel
    )
    {
        var info = await reader.ProbeAsync(source, cancel);
        if (info.Frames != raw.Frames)
        {
            throw LetheException.BadFile($"raw has {raw.Frames} frames, {quality} has {info.Frames}: they are not of one video.");
        }
        var crops = new List<byte[]>();
        await foreach (var frame in reader.ReadAsync(source, info, indices, cancel))
        {
            // An encoder may have added a column or a row to make a side even.
            if (
                frame.Width < first.Width
                || frame.Height < first.Height
                || frame.Width > first.Width + 1
                || frame.Height > first.Height + 1
            )
            {
                throw LetheException.BadFile(
                    $"raw has {first.Width} x {first.Height} pixels, {quality} has {frame.Width} x {frame.Height}."
                );
            }
            crops.Add(places.Cut(crops.Count, frame));
        }
        return [.. crops];
    }

    private static Dictionary<string, double> Parameters(FacePlaces places, int frames)
    {
        var parameters = new Dictionary<string, double> { ["faces_found"] = places.Found };
        for (var i = 0; i < frames; i++)
        {
            (parameters[$"left_{i}"], parameters[$"top_{i}"], parameters[$"side_{i}"]) = (places[i].Left, places[i].Top, places[i].Side);
        }
        return parameters;
    }
}
