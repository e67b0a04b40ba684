using Lethe.Imaging;

namespace Lethe.Faces.Forgeries;

// The unrest of a forged frame: up to half a pixel (of 256) and one per cent. Failed: the generator lost the face: the frame is left as it
// was.
internal readonly record struct Jitter(float X, float Y, float Gain, bool Failed)
{
    // failures: the share of frames without forgery; never the first.
    public static Jitter[] Draw(RandomStream random, int frames, int side, double failures = 0)
    {
        var reach = 0.5f * side / 256;
        return
        [
            .. Enumerable
                .Range(0, frames)
                .Select(frame => new Jitter(
                    random.Between(-reach, reach),
                    random.Between(-reach, reach),
                    random.Between(0.99, 1.01),
                    random.Chance(failures) && frame > 0
                )),
        ];
    }

    public Plane Move(Plane colour)
    {
        var gain = Gain;
        return Sampling.Shift(colour, X, Y).Change(value => value * gain);
    }

    public Plane Place(Plane mask) => FaceMask.Settle(Sampling.Shift(mask, X, Y), 1);
}
