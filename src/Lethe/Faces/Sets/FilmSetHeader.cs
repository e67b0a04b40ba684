using Lethe.Faces.Forgeries;
using Lethe.Faces.Paired;

namespace Lethe.Faces.Sets;

/// <summary>What all clips of a set have in common: the first line of its manifest. A set is only gone on with under the same
/// header.</summary>
/// <param name="Format">Of the manifest; 1.</param>
/// <param name="Seed">Of the split, the donors and the clips.</param>
/// <param name="Film">How the clips were filmed before they were compressed; null for those that the kit did not film.</param>
/// <param name="Crop">Of the kept squares, pixels; cut out after compression; scaled only where <paramref name="Film"/> is null.</param>
/// <param name="Frames">Kept of each clip.</param>
/// <param name="Qualities">The least compressed first.</param>
/// <param name="Families">Forged clips of each identity, besides the real one.</param>
/// <param name="Identities">The source's first.</param>
/// <param name="X264">Build: the encoded bytes depend on it.</param>
/// <param name="Commands">The encoder's command line at each quality.</param>
public sealed record FilmSetHeader(
    int Format,
    string Title,
    string Faces,
    int Seed,
    SplitShares Shares,
    FilmOptions? Film,
    int Crop,
    int Frames,
    IReadOnlyList<string> Qualities,
    IReadOnlyList<string> Families,
    int Identities,
    int Clips,
    string Ffmpeg,
    string X264,
    IReadOnlyList<string> Commands
)
{
    internal const int CurrentFormat = 1;
    private const int MostQualities = 16;
    private const int MostFrames = 1024;
    private const int LongestSide = 4096;
    private const int MostClips = 10_000_000;

    internal FilmStrip Strip => new(Crop, Qualities.Count, Frames);

    // A manifest is not trusted: sizes decide how much memory is taken. LetheException: A number out of bounds (BadFile).
    internal FilmSetHeader Checked(string source)
    {
        var fault =
            Format != CurrentFormat ? $"format {Format} is not {CurrentFormat}, which this version reads"
            : Qualities.Count is < 1 or > MostQualities || Qualities.Distinct().Count() != Qualities.Count
                ? $"it has {Qualities.Count} qualities or one twice"
            : Frames is < 1 or > MostFrames ? $"it keeps {Frames} frames a clip"
            : Film?.Side is < 1 or > LongestSide || Crop is < 1 or > LongestSide || Crop > Film?.Side
                ? $"it crops {Crop} of {Film?.Side} pixels"
            : Strip.Width > FilmStrip.LongestSide || Strip.MostClips < 1
                ? $"a strip of {Strip.Width} x {Strip.Height} pixels is more than is read"
            : Clips is < 1 or > MostClips ? $"it has {Clips} clips"
            : null;
        return fault is null ? this : throw LetheException.BadFile($"{source} is not the manifest of a set of clips: {fault}.");
    }
}
