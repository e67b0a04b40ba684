using System.Buffers.Binary;

namespace Lethe.Faces.Films;

// Shows high dynamic range on an ordinary screen, since detectors and face finders were trained on such pictures: what is as bright as
// paper or darker keeps its light, what is brighter is pressed together.
internal static class ToneMap
{
    // Candela a square metre of paper white (ITU-R BT.2408, table 1), and of the screen that HLG is made for.
    private const float Paper = 203,
        Screen = 1000;

    // From here on, in units of paper white, light is pressed together; 1 is never passed.
    private const float Knee = 0.75f;

    private static readonly Lazy<float[]> Pq = new(static () => Table(static value => PqLight(value) / Paper));
    private static readonly Lazy<float[]> Hlg = new(static () => Table(static value => HlgLight(value)));

    // rgb: three numbers of 16 bits a pixel, the high byte first, in ITU-R BT.2020's colours. light: not Ordinary. Gives three bytes a
    // pixel, in BT.709's colours.
    public static byte[] ToBytes(ReadOnlySpan<byte> rgb, VideoLight light)
    {
        var table = light == VideoLight.Pq ? Pq.Value : Hlg.Value;
        var bytes = new byte[rgb.Length / 2];
        for (var i = 0; i < bytes.Length; i += 3)
        {
            var (r, g, b) = (table[Number(rgb, i)], table[Number(rgb, i + 1)], table[Number(rgb, i + 2)]);
            if (light == VideoLight.Hlg)
            {
                // The screen's own gamma (BT.2100, table 5): F = L Y^0.2 E
                var gamma = Screen / Paper * MathF.Pow((0.2627f * r) + (0.6780f * g) + (0.0593f * b), 0.2f);
                (r, g, b) = (gamma * r, gamma * g, gamma * b);
            }
            // BT.2020 to BT.709 (ITU-R BT.2087)
            var red = Math.Max(0, (1.6605f * r) - (0.5876f * g) - (0.0728f * b));
            var green = Math.Max(0, (-0.1246f * r) + (1.1329f * g) - (0.0083f * b));
            var blue = Math.Max(0, (-0.0182f * r) - (0.1006f * g) + (1.1187f * b));
            // All three by the same factor, so that bright colours keep their hue.
            var factor = Press(Math.Max(red, Math.Max(green, blue)));
            (bytes[i], bytes[i + 1], bytes[i + 2]) = (Code(red * factor), Code(green * factor), Code(blue * factor));
        }
        return bytes;
    }

    // ST 2084: L = 10000 (max(N^(1/m2) - c1, 0) / (c2 - c3 N^(1/m2)))^(1/m1)
    internal static float PqLight(float value)
    {
        const double M1 = 2610.0 / 16384,
            M2 = 2523.0 / 4096 * 128,
            C1 = 3424.0 / 4096,
            C2 = 2413.0 / 4096 * 32,
            C3 = 2392.0 / 4096 * 32;
        var power = Math.Pow(value, 1 / M2);
        return (float)(10_000 * Math.Pow(Math.Max(power - C1, 0) / (C2 - (C3 * power)), 1 / M1));
    }

    // BT.2100, table 5, inverse: E = E'^2 / 3 up to a half, (exp((E' - c) / a) + b) / 12 above.
    internal static float HlgLight(float value)
    {
        const double A = 0.17883277,
            B = 1 - (4 * A);
        var c = 0.5 - (A * Math.Log(4 * A));
        return (float)(value <= 0.5 ? value * value / 3 : (Math.Exp((value - c) / A) + B) / 12);
    }

    private static float[] Table(Func<float, float> light) => [.. Enumerable.Range(0, 1 << 16).Select(number => light(number / 65535f))];

    private static int Number(ReadOnlySpan<byte> rgb, int i) => BinaryPrimitives.ReadUInt16BigEndian(rgb[(2 * i)..]);

    private static float Press(float light) =>
        light <= Knee ? 1 : (Knee + ((1 - Knee) * (1 - MathF.Exp((Knee - light) / (1 - Knee))))) / light;

    // BT.1886: a screen shows L = V^2.4
    private static byte Code(float light) => (byte)Math.Clamp((255 * MathF.Pow(light, 1 / 2.4f)) + 0.5f, 0, 255);
}
