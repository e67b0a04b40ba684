using Lethe.Faces.Films;
using Lethe.Faces.Forgeries;
using Lethe.Faces.Paired;
using Lethe.Imaging;

namespace Lethe.Faces.Sets;

/// <summary>Clips of a set of drawn faces, made again from their seeds and compressed at other qualities than the set holds: for curves
/// over the rate factor.</summary>
public static class RecompressedFilms
{
    /// <returns>The set's crops of those clips, frame by frame.</returns>
    /// <exception cref="LetheException">ffmpeg failed, or the clip made again is not the set's (Failed).</exception>
    public static PairedMemory Make(
        FilmSet set,
        IFaceSource faces,
        Func<FilmRecord, bool> wanted,
        IReadOnlyList<VideoQuality> qualities,
        Ffmpeg ffmpeg,
        CancellationToken cancellation = default
    )
    {
        var film = set.Header.Film ?? throw LetheException.Usage($"{set.Title} was not filmed by the kit, and cannot be made again.");
        var clips = set.Clips.Where(wanted).ToList();
        var encoder = new FilmEncoder(ffmpeg, qualities);
        using var scope = NewDisposeScope();
        var images = empty([clips.Count * set.Header.Frames, qualities.Count, set.Side, set.Side, 3], ScalarType.Byte);
        var size = set.Side * set.Side * 3;
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
        return new(
            $"{set.Title}, compressed again",
            [.. qualities.Select(static quality => quality.Name)],
            [.. clips.SelectMany(static clip => clip.Frames)],
            images.permute(0, 1, 4, 2, 3).contiguous().MoveToOuterDisposeScope()
        );

        void Keep(int i, IReadOnlyList<EncodedFilm> encoded)
        {
            var square = new CropSquare(clips[i].Left, clips[i].Top, set.Side);
            foreach (var (k, frame) in clips[i].Kept.Index())
            {
                foreach (var (q, one) in encoded.Index())
                {
                    var at = (((i * clips[i].Kept.Count) + k) * qualities.Count) + q;
                    Rgb.Cut(one.Frames[frame], film.Side, square).CopyTo(images.bytes[(at * size)..]);
                }
            }
        }
    }

    private static Film Again(IFaceSource faces, FilmRecord clip, FilmOptions film)
    {
        int? donor = clip.Parameters.TryGetValue("donor", out var index) ? (int)index : null;
        var made = FilmMaker.Make(faces, (int)clip.Parameters["identity"], clip.Family, donor, clip.Seed, film);
        return made.Identity == clip.Identity && made.Donor == clip.Donor
            ? made
            : throw new LetheException(
                ExitCode.Failed,
                $"Clip {clip.Id} made again is of {made.Identity} and not of {clip.Identity}: the set was made by another "
                    + $"version of the kit. Make it again."
            );
    }
}
