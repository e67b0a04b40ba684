namespace Lethe.Faces.Films;

/// <summary>A short film of one face, real or forged.</summary>
/// <param name="Id">Unique within a set, fit for a file name.</param>
/// <param name="Identity">Whose face the film was made from.</param>
/// <param name="Donor">Whose face was put in; null if nobody's.</param>
/// <param name="Family">How it was forged, a name of <c>ForgeryCatalog</c>; <see cref="Real"/> if it was not.</param>
/// <param name="Side">Of the square frames, pixels; even.</param>
/// <param name="Frames">Each side x side x 3 bytes, row by row.</param>
/// <param name="Mask">What was forged, side x side of 0 to 255, of the first frame before the camera moved; null for a real one.</param>
public sealed record Film(
    string Id,
    string Identity,
    string? Donor,
    string Family,
    int Side,
    IReadOnlyList<byte[]> Frames,
    byte[]? Mask,
    IReadOnlyDictionary<string, double> Parameters
)
{
    public const string Real = "real";

    public bool IsFake => Family != Real;
}
