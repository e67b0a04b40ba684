using SkiaSharp;

namespace Lethe.Imaging;

/// <summary>Cividis (Nuñez, Anderton and Renslow 2018): from dark blue to yellow, lighter all the way; looks the same to eyes that do not
/// tell red from green.</summary>
internal static class ColourRamp
{
    private static readonly SKColor[] Stops =
    [
        new(0x00, 0x22, 0x4e),
        new(0x12, 0x35, 0x70),
        new(0x3b, 0x49, 0x6c),
        new(0x57, 0x5d, 0x6d),
        new(0x70, 0x71, 0x73),
        new(0x8a, 0x86, 0x78),
        new(0xa5, 0x9c, 0x74),
        new(0xc3, 0xb3, 0x69),
        new(0xe1, 0xcc, 0x55),
        new(0xfe, 0xe8, 0x38),
    ];

    /// <param name="share">0 to 1; what lies outside is taken for the end.</param>
    public static SKColor At(double share)
    {
        var at = Math.Clamp(share, 0, 1) * (Stops.Length - 1);
        var below = Math.Min((int)at, Stops.Length - 2);
        return Mix(Stops[below], Stops[below + 1], at - below);
    }

    /// <param name="share">0 gives <paramref name="from"/>, 1 gives <paramref name="to"/>.</param>
    public static SKColor Mix(SKColor from, SKColor to, double share) =>
        new(Between(from.Red, to.Red, share), Between(from.Green, to.Green, share), Between(from.Blue, to.Blue, share));

    private static byte Between(byte from, byte to, double share) => (byte)Math.Round(from + ((to - from) * share));
}
