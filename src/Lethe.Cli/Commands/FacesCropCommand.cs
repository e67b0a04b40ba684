using Lethe.Cli.Views;
using Lethe.Faces.Films;
using Lethe.Faces.Finders;
using Lethe.Faces.Published;
using Lethe.Faces.Sets;

namespace Lethe.Cli.Commands;

/// <summary><c>lethe faces crop</c>: the faces of a published set of videos, at every quality.</summary>
internal sealed class FacesCropCommand(DocumentedCommand command)
{
    private readonly Option<string> set = command.Required("--set", $"Which: {string.Join(", ", RealSets.Names)}.", "NAME");
    private readonly Option<string?> data = command.Text(
        "--data",
        "The set's folder, in its authors' layout. [default: that of 'lethe data add']",
        "DIR"
    );
    private readonly Option<string[]> families = command.With(
        CommonOptions.List("--family", "Kinds of forgeries, separated by commas. [default: all of the set]", "NAMES")
    );
    private readonly Option<string> output = command.Required("--out", "The folder to write.", "DIR");
    private readonly Option<int> frames = command.With(
        CommonOptions.Number("--frames", "Frames to keep of each video, evenly spaced.", "N", 32, 1)
    );
    private readonly Option<int> size = command.With(CommonOptions.Number("--size", "Side of a crop, in pixels.", "N", 224, 32));
    private readonly Option<double> margin = command.With(
        CommonOptions.Number("--margin", "Side of a crop, in units of the face's side.", "X", FaceCrop.Margin, 1)
    );
    private readonly Option<string> detector = command.Text(
        "--detector",
        $"{string.Join(", ", FaceFinders.Names)}; best is YuNet if 'lethe data get yunet' has fetched it, otherwise haar.",
        "NAME",
        "best"
    );
    private readonly Option<bool> align = command.Flag("--align", "Rotate and scale each face to a template of five points; needs YuNet.");
    private readonly Option<int?> workers = command.With(
        CommonOptions.OwnNumber("--workers", "Videos at a time. [default: the number of processors]", "N", least: 1)
    );

    public static Command Create(Terminal terminal)
    {
        var command = new DocumentedCommand(
            "crop",
            "Cuts the faces out of a published set of videos that you have, at the same places in every quality. If the set "
                + "has only one quality, makes c23 and c40 from it. Needs ffmpeg. If it is stopped or killed, the same command "
                + "resumes.",
            (
                "lethe faces crop --set faceforensics --data DIR --family deepfakes --out crops",
                "FaceForensics++: one method and the real videos"
            ),
            (
                "lethe faces crop --set faceforensics --family deepfakes,faceshifter --size 240 --out crops",
                "two methods; DIR is the one given to 'lethe data add'"
            ),
            ("lethe faces crop --set celeb-df-v2 --data DIR --frames 8 --detector haar --out crops", "8 frames a video, without YuNet")
        );
        var options = new FacesCropCommand(command);
        command.SetAction((given, cancellation) => options.RunAsync(terminal, given, cancellation));
        return command;
    }

    private async Task RunAsync(Terminal terminal, ParseResult given, CancellationToken cancellation)
    {
        var wanted = RealSets.Get(given.GetRequiredValue(set));
        var options = new RealSetOptions
        {
            Families = given.GetValue(families) is { Length: > 0 } some ? some : wanted.Families,
            Frames = given.GetValue(frames),
            Size = given.GetValue(size),
            Margin = given.GetValue(margin),
            Detector = given.GetRequiredValue(detector),
            Align = given.GetValue(align),
            Workers = given.GetValue(workers) ?? Environment.ProcessorCount,
        };
        var folder = given.GetRequiredValue(output);
        var source = RealSets.Locate(wanted, given.GetValue(data));
        var builder = new RealSetBuilder(wanted, options, Ffmpeg.Find());
        var (made, skipped) = await FilmSetView.ShowAsync(
            terminal.ErrorScreen,
            "videos",
            100,
            progress => builder.BuildAsync(source, folder, progress, cancellation)
        );
        if (skipped.Count > 0)
        {
            terminal.Error.WriteLine(
                $"{skipped.Count} videos were left out; {Path.Combine(folder, RealSetBuilder.SkippedName)} says why. The same command "
                    + $"tries them again."
            );
        }
        var parts = made
            .Clips.GroupBy(static clip => (clip.Part, clip.Family))
            .OrderBy(static group => group.Key.Part)
            .ThenBy(static group => group.Key.Family, StringComparer.Ordinal);
        PlainTable.Write(
            terminal,
            ["Part", "Family", "Videos"],
            parts.Select(static group => (string[])[$"{group.Key.Part}", group.Key.Family, $"{group.Count()}"])
        );
        terminal.Out.WriteLine(
            $"{made.Title}: {made.Clips.Count} videos, {made.Frames.Count} frames in {Path.Combine(folder, FilmSet.ManifestName)}"
        );
    }
}
