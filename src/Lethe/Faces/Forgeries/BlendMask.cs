using Lethe.Imaging;

namespace Lethe.Faces.Forgeries;

// The mask of a self-blend: a part of the face, bent, its edge softened twice.
internal static class BlendMask
{
    // The side that the published kernels are meant for: masks are softened at 192 to 256.
    private const double Reference = 224;

    // move: where a pixel of the moved source comes from.
    public static Plane Draw(FaceLandmarks marks, int side, RandomStream random, Func<int, int, (float X, float Y)> move)
    {
        var part = Part(marks, side, random.Next(5));
        return Soften(Bend(Sampling.Warp(part, move), random), random);
    }

    // The whole face twice as often as its upper half, its lower half, and eyes with nose and mouth.
    private static Plane Part(FaceLandmarks marks, int side, int which)
    {
        var whole = FaceMask.Polygon(side, marks.Outline);
        var (nose, mouth, apart) = (marks.Nose, marks.Mouth, marks.EyeDistance);
        var eyes = (marks.LeftEye.Y + marks.RightEye.Y) / 2;
        return which switch
        {
            2 => Plane.Of(side, (x, y) => y < nose.Y ? whole[x, y] : 0),
            3 => Plane.Of(side, (x, y) => y > nose.Y - (0.25f * apart) ? whole[x, y] : 0),
            4 => Plane.Of(
                side,
                (x, y) =>
                    MathF.Abs(y - eyes) < 0.42f * apart
                    || (MathF.Abs(x - mouth.X) < 0.55f * apart && y > eyes && y < mouth.Y + (0.35f * apart))
                        ? whole[x, y]
                        : 0
            ),
            _ => whole,
        };
    }

    // Elastic deformation (Simard and others, 2003): each pixel comes from a place nearby, neighbours from places alike.
    private static Plane Bend(Plane mask, RandomStream random)
    {
        var scale = mask.Side / Reference;
        var across = Field();
        var down = Field();
        return Plane.Of(mask.Side, (x, y) => Sampling.Linear(mask, x + across[x, y], y + down[x, y]));

        Plane Field()
        {
            // Drawn on a coarse grid of steps of sigma, which is what the blur leaves of noise in every pixel; its spread is alpha / (sigma
            // sqrt(12 pi)).
            var grid = Plane.Of(Math.Max(4, (int)(mask.Side / (7 * scale))), (_, _) => random.Normal());
            var spread = (float)(50 * scale / (7 * Math.Sqrt(12 * Math.PI)));
            return Sampling.Enlarge(grid, mask.Side).Change(value => value * spread);
        }
    }

    private static Plane Soften(Plane mask, RandomStream random)
    {
        var scale = mask.Side / (double)(192 + random.Next(65));
        var (first, second) = (Radius(), Radius());
        // The spread that goes with a kernel of that width.
        var inner = Full(GaussianBlur.Apply(mask, 0.3 * (first - 1) + 0.8, first)).Change(static value => value < 0.999f ? 0 : value);
        return FaceMask.Settle(Full(GaussianBlur.Apply(inner, Math.Max(0.5, random.Between(5, 45) * scale), second)), 1);

        // Kernels are 5 to 25 pixels wide.
        int Radius() => Math.Max(1, (int)Math.Round((2 + random.Next(11)) * scale));
    }

    private static Plane Full(Plane mask)
    {
        var most = mask.Values.Max();
        return most > 0 ? mask.Change(value => value / most) : mask;
    }
}
