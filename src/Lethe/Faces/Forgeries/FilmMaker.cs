using Lethe.Faces.Films;
using Lethe.Imaging;

namespace Lethe.Faces.Forgeries;

/// <summary>Makes a clip of one face. A real and a forged clip of the same face and seed differ by the forgery and nothing else.</summary>
public static class FilmMaker
{
    public const int LeastSide = 32,
        MostSide = 1024;

    /// <param name="identity">Position in <paramref name="faces"/>.</param>
    /// <param name="family">A name of <see cref="ForgeryCatalog"/>, or <see cref="Film.Real"/>.</param>
    /// <param name="donor">Position in <paramref name="faces"/>; left out of account by families that need none.</param>
    /// <param name="seed">Decides the camera's path, its noise and all choices of the forgery.</param>
    /// <exception cref="LetheException">No such family, no donor where one is needed, or frames of an impossible size
    /// (Usage).</exception>
    public static Film Make(IFaceSource faces, int identity, string family, int? donor, int seed, FilmOptions? options = null)
    {
        var how = Check(options ?? new());
        var forgery = family == Film.Real ? null : ForgeryCatalog.Get(family);
        var giver = forgery is { NeedsDonor: true }
            ? donor ?? throw LetheException.Usage($"{forgery.Title} needs a donor: someone else's face.")
            : (int?)null;
        if (giver == identity)
        {
            throw LetheException.Usage($"{forgery!.Title} needs someone else's face, not face {identity} again.");
        }
        var face = faces.Get(identity, how.Side);
        var other = giver is { } index ? faces.Get(index, how.Side) : null;
        var forged = forgery?.Forge(face, other, how.Frames, how.Strength, RandomStream.For(seed, "forgery", family));
        var camera = new Camera(how, seed, face.Landmarks);

        var real = RgbPlanes.From(face.Rgb, how.Side);
        var frames = new byte[how.Frames][];
        for (var frame = 0; frame < frames.Length; frame++)
        {
            frames[frame] = camera.Film(forged is null ? real : forged.Frame(frame), frame);
        }
        var parameters = new Dictionary<string, double>(camera.Parameters) { ["seed"] = seed, ["identity"] = identity };
        if (giver is { } from)
        {
            parameters["donor"] = from;
        }
        foreach (var (name, value) in forged?.Parameters ?? new Dictionary<string, double>())
        {
            parameters[name] = value;
        }
        return new(
            Id(faces, identity, family, giver, seed),
            face.Identity,
            other?.Identity,
            family,
            how.Side,
            frames,
            forged is null ? null : Bytes(forged.Mask),
            parameters
        );
    }

    private static string Id(IFaceSource faces, int identity, string family, int? donor, int seed) =>
        $"{faces.Name}-{identity:D5}{(donor is null ? "" : $"-{donor:D5}")}-{family}-{seed}";

    private static FilmOptions Check(FilmOptions options)
    {
        if (options.Side is < LeastSide or > MostSide || options.Side % 2 != 0)
        {
            throw LetheException.Usage($"Frames have an even side of {LeastSide} to {MostSide} pixels, not {options.Side}.");
        }
        return options.Frames > 0 ? options : throw LetheException.Usage($"A clip has at least one frame, not {options.Frames}.");
    }

    private static byte[] Bytes(Plane mask) => [.. mask.Values.Select(static value => (byte)((value * 255) + 0.5f))];
}
