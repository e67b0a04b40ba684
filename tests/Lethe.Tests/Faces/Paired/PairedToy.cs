using Lethe.Detection.Detectors;
using Lethe.Faces.Films;
using Lethe.Faces.Paired;
using Lethe.Models;
using Lethe.Runtime;
using static TorchSharp.torch;

namespace Lethe.Tests.Faces.Paired;

/// <summary>Noise, and noise with a faint pattern that is the forgery; the qualities are the same image under more and more
/// noise.</summary>
internal static class PairedToy
{
    public const int Side = 32;

    public static readonly string[] Qualities = ["raw", "c23", "c40"];

    /// <param name="count">Instances, alternately real and fake, two to a video.</param>
    /// <param name="strength">Of the pattern, in 255ths.</param>
    public static PairedMemory Create(int count = 48, int seed = 1, int strength = 40, int side = Side)
    {
        var random = RandomStream.For(seed, "paired toy");
        var (frames, pixels) = (new PairedFrame[count], new byte[count * 3 * 3 * side * side]);
        var at = 0;
        for (var i = 0; i < count; i++)
        {
            var fake = i % 2 == 1;
            var video = (i / 4 * 2) + (i % 2);
            frames[i] = new($"{(fake ? "fake" : "real")}/{video}", $"id{video}", fake ? "P-NT" : Film.Real, i / 2 % 2);
            var plain = new int[3 * side * side];
            for (var p = 0; p < plain.Length; p++)
            {
                var (row, column) = (p / side % side, p % side);
                plain[p] = 80 + random.Next(60) + (fake && (row + column) % 4 < 2 ? strength : 0);
            }
            for (var quality = 0; quality < 3; quality++)
            {
                foreach (var value in plain)
                {
                    pixels[at++] = (byte)(value + (quality == 0 ? 0 : random.Next(10 * quality)));
                }
            }
        }
        return new("toy", Qualities, frames, tensor(pixels, ScalarType.Byte).view(count, 3, 3, side, side));
    }

    public static Detector Detector(int seed = 7, double width = 0.5)
    {
        manual_seed(seed);
        return DetectorCatalog.Create(new ModelSpec("tiny", 2, width));
    }

    /// <param name="wanted">Of the names that count; null for all.</param>
    public static void AssertEqual(Dictionary<string, Tensor> expected, Detector detector, Func<string, bool>? wanted = null) =>
        Assert.All(
            detector.state_dict().Where(pair => wanted?.Invoke(pair.Key) ?? true),
            pair => Assert.True(pair.Value.equal(expected[pair.Key]).all().item<bool>(), pair.Key)
        );

    public static int[] Rows(int from, int count) => [.. Enumerable.Range(from, count)];
}
