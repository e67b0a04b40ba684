using Lethe.Faces.Films;
using Lethe.Runtime;

namespace Lethe.Tests.Faces.Films;

/// <summary>Clips that move and are noisy enough for an encoder to lose something.</summary>
internal static class TestFilms
{
    public static Film Make(string id = "clip", int side = 48, int frames = 6, int seed = 0, string family = Film.Real)
    {
        var random = RandomStream.For(seed, id);
        var phase = random.NextDouble() * 6;
        return new(
            id,
            $"person-{id}",
            null,
            family,
            side,
            [.. Enumerable.Range(0, frames).Select(Frame)],
            null,
            new Dictionary<string, double> { ["phase"] = phase }
        );

        byte[] Frame(int time)
        {
            var rgb = new byte[side * side * 3];
            for (var i = 0; i < rgb.Length; i++)
            {
                var (x, y, channel) = (i / 3 % side, i / 3 / side, i % 3);
                rgb[i] = (byte)(127 + (80 * Math.Sin(((x + (time * 0.7) + (channel * y * 0.5)) / 4) + phase)) + random.Next(9));
            }
            return rgb;
        }
    }
}
