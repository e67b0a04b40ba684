using System.Text.RegularExpressions;
using Lethe.Faces.Films;
using Lethe.Faces.Paired;

namespace Lethe.Faces.Sets;

/// <summary>One clip of a set: a line of its manifest.</summary>
/// <param name="Donor">Whose face was put in; null if nobody's.</param>
/// <param name="Family">How it was forged; <see cref="Film.Real"/> if it was not.</param>
/// <param name="Seed">Of its random choices.</param>
/// <param name="Left">Of the crop, pixels, as is the top.</param>
/// <param name="Kept">Which frames.</param>
/// <param name="Encoded">One for each quality.</param>
/// <param name="File">The WebP that holds the crops; a bare name.</param>
/// <param name="Row">Which clip of that file.</param>
/// <param name="Mask">The PNG of what was forged; a bare name; null if it was not kept.</param>
public sealed partial record FilmRecord(
    string Id,
    string Identity,
    string? Donor,
    string Family,
    SplitPart Part,
    int Seed,
    IReadOnlyDictionary<string, double> Parameters,
    int Left,
    int Top,
    IReadOnlyList<int> Kept,
    IReadOnlyList<EncodedRecord> Encoded,
    string File,
    int Row,
    string Sha256,
    string? Mask = null
)
{
    internal IEnumerable<PairedFrame> Frames => Kept.Select(frame => new PairedFrame(Id, Identity, Family, frame));

    // LetheException: A name that leaves the folder, or a number out of bounds (BadFile).
    internal FilmRecord Checked(FilmSetHeader header, string source)
    {
        var fault =
            !BareName().IsMatch(Id) ? "its id is not fit for a file name"
            : !BareName().IsMatch(File) || (Mask is not null && !BareName().IsMatch(Mask)) ? $"'{File}' is not a bare file name"
            : Identity.Length == 0 || Family.Length == 0 ? "it has no identity or no family"
            : Row < 0 || Row >= header.Strip.MostClips ? $"row {Row} cannot be in a WebP"
            : Kept.Count != header.Frames || Kept.Any(static frame => frame < 0)
                ? $"it keeps {Kept.Count} frames, and the set {header.Frames}"
            : !Encoded.Select(static one => one.Quality).SequenceEqual(header.Qualities) ? "its qualities are not those of the set"
            : !Digest().IsMatch(Sha256) ? "its sha256 is none"
            : null;
        return fault is null
            ? this
            : throw LetheException.BadFile(
                $"{source}, clip '{Id}': {fault}. Delete that line; the command that made the set makes the clip again."
            );
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,199}\z")]
    private static partial Regex BareName();

    [GeneratedRegex(@"\A[0-9a-f]{64}\z")]
    private static partial Regex Digest();
}
