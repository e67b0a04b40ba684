using System.Security.Cryptography;
using Lethe.Data;
using Lethe.Faces.Published;
using Lethe.Tests.Faces.Films;

namespace Lethe.Tests.Faces.Published;

/// <summary>A tree laid out as FaceForensics++ is: pairs 000 and 001 (train), 002 and 003 (test), no validation; two films, copied under
/// every name.</summary>
internal static class FakeFaceForensics
{
    public const int Frames = 8;

    public static readonly string[] Reals = ["000", "001", "002", "003"];
    public static readonly string[] Fakes = ["000_001", "001_000", "002_003", "003_002"];

    public static FaceForensics Reader(string root) => new(file => FileHash.Of(Path.Combine(root, "splits", file)));

    public static void WriteSplits(string root, string train = """[["000", "001"]]""", string test = """[["002", "003"]]""")
    {
        Directory.CreateDirectory(Path.Combine(root, "splits"));
        File.WriteAllText(Path.Combine(root, "splits", "train.json"), train);
        File.WriteAllText(Path.Combine(root, "splits", "val.json"), "[]");
        File.WriteAllText(Path.Combine(root, "splits", "test.json"), test);
    }

    public static string Video(string root, string quality, string name) =>
        Path.Combine(
            root,
            name.Contains('_', StringComparison.Ordinal) ? "manipulated_sequences/Deepfakes" : "original_sequences/youtube",
            quality,
            "videos",
            $"{name}.mp4"
        );

    /// <param name="pairs">1 for the training pair only.</param>
    public static async Task WriteAsync(string root, int pairs = 2)
    {
        WriteSplits(root, test: pairs > 1 ? """[["002", "003"]]""" : "[]");
        foreach (var (quality, crf) in ((string, int?)[])[("raw", null), ("c23", 23), ("c40", 40)])
        {
            foreach (var (names, seed) in ((string[], int)[])[(Reals[..(2 * pairs)], 1), (Fakes[..(2 * pairs)], 2)])
            {
                await TinyVideo.WriteAsync(Video(root, quality, names[0]), TinyVideo.Frames(Frames, seed), crf);
                foreach (var other in names[1..])
                {
                    File.Copy(Video(root, quality, names[0]), Video(root, quality, other));
                }
            }
        }
    }
}
