using Lethe.Faces.Films;
using Lethe.Faces.Forgeries;
using Lethe.Faces.Paired;
using Lethe.Runtime;
using static TorchSharp.torch;

namespace Lethe.Faces.Sets;

/// <summary>Clips of a set of drawn faces, made again from their seeds and compressed at other qualities than the set holds: for curves
/// over the rate factor.</summary>
public static class RecompressedFilms
{
    /// <param name="set">Of faces that <paramref name="faces"/> gives.</param>
    /// <param name="faces">What the set was made from.</param>
    /// <param name="wanted">Which of the set's clips.</param>
    /// <param name="qualities">The least compressed first.</param>
    /// <param name="ffmpeg">From <see cref="Ffmpeg.Find"/>.</param>
    /// <returns>The set's crops of those clips, frame by frame.</returns>
    /// <exception cref="LetheException">ffmpeg failed, or the clip made again is not the set's (<see cref="ExitCode.Failed"/>).</exception>
    public static PairedMemory Make(
        FilmSet set,
        IFaceSource faces,
        Func<FilmRecord, bool> wanted,
        IReadOnlyList<VideoQuality> qualities,
        Ffmpeg ffmpeg,
        CancellationToken cancellation = default
    )
    {
        var film =
            set.Header.Film ?? throw LetheException.Usage($"{set.Header.Title} was not filmed by the kit, and cannot be made again.");
        var clips = set.Clips.Where(wanted).ToList();
        var (encoder, crop) = (new FilmEncoder(ffmpeg, qualities), set.Header.Crop);
        using var scope = NewDisposeScope();
        var images = empty([clips.Count * set.Header.Frames, qualities.Count, crop, crop, 3], ScalarType.Byte);
        var size = crop * crop * 3;
        // Asynchronous to the end: threads that wait for ffmpeg would starve the pool of those that feed it.
        Parallel
            .ForAsync(
                0,
                clips.Count,
                new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount },
                async (i, cancel) => Keep(i, await encoder.EncodeAsync(Again(faces, clips[i], film), cancel))
            )
            .GetAwaiter()
            .GetResult();
        PairedFrame[] frames =
        [
            .. clips.SelectMany(static clip => clip.Kept.Select(frame => new PairedFrame(clip.Id, clip.Identity, clip.Family, frame))),
        ];
        return new(
            $"{set.Header.Title}, compressed again",
            [.. qualities.Select(static quality => quality.Name)],
            frames,
            images.permute(0, 1, 4, 2, 3).contiguous().MoveToOuterDisposeScope()
        );

        void Keep(int i, IReadOnlyList<EncodedFilm> encoded)
        {
            foreach (var (k, frame) in clips[i].Kept.Index())
            {
                foreach (var (q, one) in encoded.Index())
                {
                    Cut(
                        one.Frames[frame],
                        film.Side,
                        clips[i],
                        crop,
                        images.bytes.Slice((((((i * clips[i].Kept.Count) + k) * qualities.Count) + q) * size), size)
                    );
                }
            }
        }
    }

    private static Film Again(IFaceSource faces, FilmRecord clip, FilmOptions film)
    {
        var made = FilmMaker.Make(
            faces,
            (int)clip.Parameters["identity"],
            clip.Family,
            clip.Parameters.TryGetValue("donor", out var donor) ? (int)donor : null,
            clip.Seed,
            film
        );
        return made.Identity == clip.Identity && made.Donor == clip.Donor
            ? made
            : throw new LetheException(
                ExitCode.Failed,
                $"Clip {clip.Id} made again is of {made.Identity} and not of {clip.Identity}: the set was made by another "
                    + $"version of the kit. Make it again."
            );
    }

    private static void Cut(byte[] frame, int side, FilmRecord clip, int crop, Span<byte> target)
    {
        for (var y = 0; y < crop; y++)
        {
            frame.AsSpan((((clip.Top + y) * side) + clip.Left) * 3, crop * 3).CopyTo(target[(y * crop * 3)..]);
        }
    }
}
