namespace Lethe.Detection.Detectors;

/// <summary>A size of EfficientNet: the table of B0 with every width and depth multiplied (Tan and Le 2019, arXiv 1905.11946).</summary>
internal sealed record EfficientNetConfig(double Width, double Depth, double Dropout, Convention Convention)
{
    private const int Stem = 32,
        Head = 1280;

    // B0: expansion, kernel, stride, channels, repeats
    private static readonly (int Expansion, int Kernel, int Stride, int Channels, int Repeats)[] Base =
    [
        (1, 3, 1, 16, 1),
        (6, 3, 2, 24, 2),
        (6, 5, 2, 40, 2),
        (6, 3, 2, 80, 3),
        (6, 5, 1, 112, 3),
        (6, 5, 2, 192, 4),
        (6, 3, 1, 320, 1),
    ];

    public static EfficientNetConfig B0 { get; } = new(1.0, 1.0, 0.2, Convention.PyTorch);

    public static EfficientNetConfig B1 { get; } = new(1.0, 1.1, 0.2, Convention.PyTorch);

    public static EfficientNetConfig B4 { get; } = new(1.4, 1.8, 0.4, Convention.PyTorch);

    public static IReadOnlyList<EfficientNetConfig> Sizes { get; } = [B0, B1, B4];

    public int StemChannels => Channels(Stem);

    /// <summary>Four times the channels of the last stage.</summary>
    public int HeadChannels => 4 * Channels(Head / 4);

    public IReadOnlyList<IReadOnlyList<Block>> Stages()
    {
        var (stages, input) = (new List<IReadOnlyList<Block>>(), StemChannels);
        foreach (var stage in Base)
        {
            var blocks = new List<Block>();
            for (var i = 0; i < (int)Math.Ceiling(Depth * stage.Repeats); i++)
            {
                blocks.Add(new(stage.Kernel, i == 0 ? stage.Stride : 1, stage.Expansion, input, input = Channels(stage.Channels)));
            }
            stages.Add(blocks);
        }
        return stages;
    }

    // To the nearest multiple of eight, but no more than a tenth less.
    private int Channels(int full)
    {
        var exact = full * Width;
        var rounded = Math.Max(8, (int)(exact + 4) / 8 * 8);
        return rounded < 0.9 * exact ? rounded + 8 : rounded;
    }

    /// <param name="Expansion">Its middle is this many times as wide as its input.</param>
    internal sealed record Block(int Kernel, int Stride, int Expansion, int Input, int Output);
}
