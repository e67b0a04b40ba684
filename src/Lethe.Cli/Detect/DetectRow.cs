using Lethe.Detection.Verdicts;

namespace Lethe.Cli.Detect;

/// <summary>A line of the table: a face of a picture, or a video.</summary>
internal sealed record DetectRow(string File, string Face, Verdict Verdict, double Probability, RobustnessStrip? Strip)
{
    public static IEnumerable<DetectRow> Of(FileVerdict file)
    {
        var path = DetectText.Safe(file.Path);
        if (file.IsVideo)
        {
            yield return new(path, $"{file.Frames.Count} frames", file.Verdict!.Value, file.Probability!.Value, file.Strip);
            yield break;
        }
        foreach (var (i, face) in file.Frames.SelectMany(static frame => frame.Faces).Index())
        {
            yield return new(
                path,
                FormattableString.Invariant($"{i + 1} at {face.Box.Left:0},{face.Box.Top:0}"),
                face.Verdict,
                face.Probability,
                face.Strip
            );
        }
    }
}
