namespace Lethe.Faces.Films;

/// <summary>How strongly a video is compressed: not at all, or with H.264 at a constant rate factor.</summary>
public sealed record VideoQuality
{
    private const int Worst = 51;

    // Without accurate_rnd and bitexact the conversion of colours differs between processors.
    internal const string Scaling = "scale=flags=bicubic+accurate_rnd+bitexact";

    private const string Quiet = "-hide_banner -v error";

    private VideoQuality(int? crf) => (Name, Crf) = (crf is null ? "raw" : $"c{crf}", crf);

    /// <summary>raw, or c and the factor: c23.</summary>
    public string Name { get; }

    /// <summary>1 to 51, more is worse; null for lossless.</summary>
    public int? Crf { get; }

    public static VideoQuality Raw { get; } = new(crf: null);

    /// <summary>FaceForensics++'s light compression.</summary>
    public static VideoQuality C23 { get; } = new(23);

    /// <summary>FaceForensics++'s strong compression.</summary>
    public static VideoQuality C40 { get; } = new(40);

    /// <summary>Those of the paper, the least compressed first.</summary>
    public static IReadOnlyList<VideoQuality> All { get; } = [Raw, C23, C40];

    /// <summary>Raw, then rate factors from nearly lossless to the worst.</summary>
    public static IReadOnlyList<VideoQuality> Curve { get; } = [Raw, .. new[] { 12, 18, 23, 28, 34, 40, 46, 51 }.Select(Of)];

    public static VideoQuality Of(int crf) =>
        crf is >= 1 and <= Worst ? new(crf) : throw new ArgumentOutOfRangeException(nameof(crf), crf, $"1 to {Worst}.");

    /// <exception cref="LetheException">Not a quality (Usage).</exception>
    public static VideoQuality Parse(string name) =>
        name == Raw.Name ? Raw
        : name is ['c', .. var digits]
        && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var crf)
        && crf is >= 1 and <= Worst
            ? Of(crf)
        : throw LetheException.Usage($"'{name}' is not a video quality: raw, or c1 to c{Worst}, for example c23.");

    public override string ToString() => Name;

    // ffmpeg's arguments from raw RGB on its input to a bare H.264 stream on its output.
    internal string[] Encoding(int side, int rate) => [.. Input(side, rate), .. Output("pipe:1")];

    // The first part: what is read.
    internal static string[] Input(int side, int rate) =>
        $"{Quiet} -f rawvideo -pixel_format rgb24 -video_size {side}x{side} -framerate {rate} -i pipe:0".Split(' ');

    // The second: what is written. Several may follow one another; each has an encoder of its own.
    internal string[] Output(string to) =>
        [.. $"{(Crf is null ? "" : $"-vf {Scaling}:out_color_matrix=bt601:out_range=tv ")}{Encoder}".Split(' '), to];

    // And back.
    internal string[] Decoding(Ffmpeg ffmpeg)
    {
        var colours = Crf is null ? "" : $"-vf {Scaling}:in_color_matrix=bt601:in_range=tv ";
        return $"{Quiet} -threads 1 -f h264 -i pipe:0 {colours}{ffmpeg.EveryFrame} -f rawvideo -pix_fmt rgb24 pipe:1".Split(' ');
    }

    // One thread, no time stamps and no choice by processor: the same frames give the same bytes. FaceForensics++ gives no pixel format;
    // yuv420p is what players and sites use.
    internal string Encoder =>
        (Crf is null ? "-c:v libx264rgb -preset medium -crf 0" : $"-c:v libx264 -preset medium -crf {Crf} -pix_fmt yuv420p")
        + " -x264-params cpu-independent=1 -threads 1 -map_metadata -1 -fflags +bitexact -flags:v +bitexact -f h264";
}
