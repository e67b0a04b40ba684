using SkiaSharp;

namespace Lethe.Imaging;

// Cividis (Nuñez, Anderton and Renslow 2018): from dark blue to yellow, lighter all the way; looks the same to eyes that do not tell red
// from green.
internal static class ColourRamp
{
    private static readonly SKColor[] Stops = Array.ConvertAll(
        "00224e 123570 3b496c 575d6d 707173 8a8678 a59c74 c3b369 e1cc55 fee838".Split(' '),
        SKColor.Parse
    );

    // share: 0 to 1; what lies outside is taken for the end.
    public static SKColor At(double share)
    {
        var at = Math.Clamp(share, 0, 1) * (Stops.Length - 1);
        var below = Math.Min((int)at, Stops.Length - 2);
        return Mix(Stops[below], Stops[below + 1], at - below);
    }

    // share: 0 gives from, 1 gives to.
    public static SKColor Mix(SKColor from, SKColor to, double share) =>
        new(Between(from.Red, to.Red, share), Between(from.Green, to.Green, share), Between(from.Blue, to.Blue, share));

    private static byte Between(byte from, byte to, double share) => (byte)Math.Round(from + ((to - from) * share));
}
