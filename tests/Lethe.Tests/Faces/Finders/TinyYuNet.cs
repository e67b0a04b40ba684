using static Lethe.Tests.Erasing.Judges.TinyOnnx;

namespace Lethe.Tests.Faces.Finders;

/// <summary>
/// A network of YuNet's form, written by hand: sure of a face where a place is blue and green, and the redder it is, the further right it
/// puts all points. So a test paints the answers.
/// </summary>
internal static class TinyYuNet
{
    /// <summary>The box's middle from the place, and the logarithms of its sides, in units of the stride.</summary>
    public static float[] Box { get; } = [0.5f, 0.25f, MathF.Log(3), MathF.Log(4)];

    /// <summary>As the real one.</summary>
    public static byte[] Network()
    {
        var outputs = ((int[])[8, 16, 32]).SelectMany(static stride =>
            (byte[][])
                [
                    Output($"cls_{stride}", stride, [0], [0]),
                    Output($"obj_{stride}", stride, [1], [0]),
                    Output($"bbox_{stride}", stride, [-1, -1, -1, -1], Box),
                    Output($"kps_{stride}", stride, [2, -1, 2, -1, 2, -1, 2, -1, 2, -1], [-1, -1, 1, -1, 0, 0, -1, 1, 1, 1]),
                ]
        );
        string[] names =
        [
            .. ((string[])["cls", "obj", "bbox", "kps"]).SelectMany(static kind =>
                ((int[])[8, 16, 32]).Select(stride => $"{kind}_{stride}")
            ),
        ];
        return Model(
            Join([
                .. outputs,
                Text(2, "tiny"),
                Message(11, Value("input", 1, 3, -1, -2)),
                .. names.Select(static name => Message(12, Value(name, 1, -3, -4))),
            ])
        );
    }

    // Means of channels over squares of the stride, 0 to 1, and what is added to them; a number a place and channel.
    private static byte[] Output(string name, int stride, int[] channels, float[] bias)
    {
        var weights = new float[channels.Length * 3 * stride * stride];
        foreach (var (i, channel) in channels.Index())
        {
            if (channel >= 0)
            {
                weights.AsSpan(((3 * i) + channel) * stride * stride, stride * stride).Fill(1f / (255 * stride * stride));
            }
        }
        return Join(
            Constant($"{name}_w", FloatType, [channels.Length, 3, stride, stride], Raw(weights)),
            Constant($"{name}_b", FloatType, [channels.Length], Raw(bias)),
            Constant($"{name}_s", LongType, [3], Raw([1L, -1L, channels.Length])),
            Node("Conv", ["input", $"{name}_w", $"{name}_b"], $"{name}_c", Numbers("strides", stride, stride)),
            Node("Transpose", [$"{name}_c"], $"{name}_t", Numbers("perm", 0, 2, 3, 1)),
            Node("Reshape", [$"{name}_t", $"{name}_s"], name)
        );
    }
}
