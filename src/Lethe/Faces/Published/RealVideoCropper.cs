using Lethe.Data;
using Lethe.Faces.Films;
using Lethe.Faces.Finders;
using Lethe.Faces.Sets;

namespace Lethe.Faces.Published;

// Cuts the face out of one video at every quality.
internal sealed class RealVideoCropper(Ffmpeg ffmpeg, RealSetOptions options)
{
    // Below this two qualities do not show the same pictures: strong compression leaves 25 dB and more.
    public const double LeastPsnr = 15;

    private const long MostBytes = 1L << 30;

    private readonly VideoFrames reader = new(ffmpeg);

    // Gives the manifest's line, without checksum, and the crops by quality and frame. LetheException: left out, and why (BadFile or
    // NotFound).
    public async Task<(FilmRecord Record, IReadOnlyList<byte[][]> Crops)> CropAsync(
        RealVideo video,
        IFaceFinder detector,
        CancellationToken cancel
    )
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
        var frames = await reader.ReadAsync(raw, info, indices, cancel).ToListAsync(cancel);
        var places = FacePlaces.Find(frames, await MasksAsync(video.Mask, info, indices, cancel), detector, options);
        var (crops, records) = (new List<byte[][]>(), new List<EncodedRecord>());
        foreach (var quality in VideoQuality.All)
        {
            var (source, sum, bytes) = await SourceAsync(video, quality, raw, cancel);
            crops.Add(
                quality == VideoQuality.Raw
                    ? [.. frames.Select((frame, i) => places.Cut(i, frame))]
                    : await CutAsync(source, quality, info, frames, places, cancel)
            );
            var psnr = FilmEncoder.Psnr([.. crops[0].SelectMany(static crop => crop)], [.. crops[^1].SelectMany(static crop => crop)]);
            if (psnr < LeastPsnr)
            {
                throw LetheException.BadFile(
                    FormattableString.Invariant($"{quality} does not show what raw shows: {psnr:F1} dB between their crops.")
                );
            }
            records.Add(new(quality.Name, sum, bytes, 8.0 * bytes / info.Frames, psnr));
        }
        var record = new FilmRecord(
            video.Id,
            video.Identity,
            video.Donor,
            video.Family,
            video.Part,
            0,
            places.Parameters,
            places[0].Left,
            places[0].Top,
            indices,
            records,
            $"{video.Id}.webp",
            0,
            ""
        );
        return (record, crops);
    }

    // A mask of another length belongs to another video.
    private async Task<List<VideoFrame>?> MasksAsync(string? path, VideoInfo info, IReadOnlyList<int> indices, CancellationToken cancel)
    {
        if (path is null)
        {
            return null;
        }
        var source = VideoSource.File(path);
        var mask = await reader.ProbeAsync(source, cancel);
        return mask.Frames == info.Frames
            ? await reader.ReadAsync(source, mask, indices, cancel).ToListAsync(cancel)
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
            return File.Exists(path)
                ? (VideoSource.File(path), FileHash.Of(path), (int)new FileInfo(path).Length)
                : throw LetheException.NotFound($"There is no file {path}.");
        }
        var bytes = await reader.CompressAsync(raw, quality, cancel);
        return (VideoSource.Stream($"{video.Id} at {quality}", bytes), FileHash.Of(bytes), bytes.Length);
    }

    // The frames that were taken of raw, at another quality.
    private async Task<byte[][]> CutAsync(
        VideoSource source,
        VideoQuality quality,
        VideoInfo raw,
        List<VideoFrame> frames,
        FacePlaces places,
        CancellationToken cancel
    )
    {
        var info = await reader.ProbeAsync(source, cancel);
        if (info.Frames != raw.Frames)
        {
            throw LetheException.BadFile($"raw has {raw.Frames} frames, {quality} has {info.Frames}: they are not of one video.");
        }
        var (width, height) = (frames[0].Width, frames[0].Height);
        return await reader
            .ReadAsync(source, info, [.. frames.Select(static frame => frame.Index)], cancel)
            .Select((frame, i) => places.Cut(i, Checked(frame)))
            .ToArrayAsync(cancel);

        // An encoder may have added a column or a row to make a side even.
        VideoFrame Checked(VideoFrame frame) =>
            frame.Width - width is 0 or 1 && frame.Height - height is 0 or 1
                ? frame
                : throw LetheException.BadFile($"raw has {width} x {height} pixels, {quality} has {frame.Width} x {frame.Height}.");
    }
}
