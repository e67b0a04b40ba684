namespace Lethe.Imaging;

// Smooth seeded noise: random values on a lattice, blended between (value noise). The same on every machine: whole numbers and plain sums.
internal readonly struct ValueNoise(uint seed)
{
    // One octave, -1 to 1.
    public float At(float x, float y)
    {
        var (left, top) = ((int)MathF.Floor(x), (int)MathF.Floor(y));
        var (s, t) = (Ease(x - left), Ease(y - top));
        var upper = Lattice(left, top) + (s * (Lattice(left + 1, top) - Lattice(left, top)));
        var lower = Lattice(left, top + 1) + (s * (Lattice(left + 1, top + 1) - Lattice(left, top + 1)));
        return upper + (t * (lower - upper));
    }

    // Three octaves, each twice as fine and half as strong, -1 to 1.
    public float Three(float x, float y) =>
        ((4 * At(x, y)) + (2 * At((2 * x) + 17.3f, (2 * y) + 5.1f)) + At((4 * x) + 41.7f, (4 * y) + 29.9f)) / 7;

    private static float Ease(float t) => t * t * (3 - (2 * t));

    private float Lattice(int x, int y)
    {
        var hash = seed ^ ((uint)x * 0x9E3779B1) ^ ((uint)y * 0x85EBCA77);
        hash = (hash ^ (hash >> 15)) * 0x2C1B3C6D;
        hash = (hash ^ (hash >> 12)) * 0x297A2D39;
        return ((hash ^ (hash >> 15)) >> 8) * (2f / (1 << 24)) - 1;
    }
}
