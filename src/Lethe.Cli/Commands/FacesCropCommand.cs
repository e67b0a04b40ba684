using System.CommandLine;
using Lethe.Cli.Options;
using Lethe.Cli.Output;
using Lethe.Cli.Views;
using Lethe.Faces.Films;
using Lethe.Faces.Finders;
using Lethe.Faces.Published;
using Lethe.Faces.Sets;

namespace Lethe.Cli.Commands;

/// <summary><c>lethe faces crop</c>: the faces of a published set of videos, at every quality.</summary>
internal static class FacesCropCommand
{
    public static DocumentedCommand Create(Terminal terminal)
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
        var set = new Option<string>("--set")
        {
            Description = $"Which: {string.Join(", ", RealSets.Names)}.",
            HelpName = "NAME",
            Required = true,
        };
        var data = new Option<string?>("--data")
        {
            Description = "The set's folder, in its authors' layout. [default: that of 'lethe data add']",
            HelpName = "DIR",
        };
        var families = CommonOptions.List("--family", "Kinds of forgeries, separated by commas. [default: all of the set]", "NAMES");
        var output = new Option<string>("--out")
        {
            Description = "The folder to write.",
            HelpName = "DIR",
            Required = true,
        };
        var frames = CommonOptions.Number("--frames", "Frames to keep of each video, evenly spaced.", "N", 32, 1);
        var size = CommonOptions.Number("--size", "Side of a crop, in pixels.", "N", 224, 32);
        var margin = CommonOptions.Number("--margin", "Side of a crop, in units of the face's side.", "X", FaceCrop.Margin, 1);
        var detector = CommonOptions.Text(
            "--detector",
            $"{string.Join(", ", FaceFinders.Names)}; best is YuNet if 'lethe data get yunet' has fetched it, otherwise haar.",
            "NAME",
            "best"
        );
        var align = new Option<bool>("--align") { Description = "Rotate and scale each face to a template of five points; needs YuNet." };
        var workers = new Option<int?>("--workers")
        {
            Description = "Videos at a time. [default: the number of processors]",
            HelpName = "N",
            CustomParser = CommonOptions.WholeNumber,
        };
        foreach (var option in (Option[])[set, data, families, output, frames, size, margin, detector, align, workers])
        {
            command.Add(option);
        }
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var wanted = RealSets.Get(parsed.GetRequiredValue(set));
                var options = new RealSetOptions
                {
                    Families = parsed.GetValue(families) is { Length: > 0 } some ? some : wanted.Families,
                    Frames = parsed.GetValue(frames),
                    Size = parsed.GetValue(size),
                    Margin = parsed.GetValue(margin),
                    Detector = parsed.GetRequiredValue(detector),
                    Align = parsed.GetValue(align),
                    Workers = parsed.GetValue(workers) ?? Environment.ProcessorCount,
                };
                var folder = parsed.GetRequiredValue(output);
                var source = RealSets.Locate(wanted, parsed.GetValue(data));
                var builder = new RealSetBuilder(wanted, options, Ffmpeg.Find());
                var result = await CropView.ShowAsync(
                    terminal.ErrorScreen,
                    progress => builder.BuildAsync(source, folder, progress, cancellation)
                );
                if (result.Skipped.Count > 0)
                {
                    terminal.Error.WriteLine(
                        $"{result.Skipped.Count} videos were left out; {Path.Combine(folder, RealSetBuilder.SkippedName)} says "
                            + $"why. The same command tries them again."
                    );
                }
                var parts = result
                    .Set.Clips.GroupBy(static clip => (clip.Part, clip.Family))
                    .OrderBy(static group => group.Key.Part)
                    .ThenBy(static group => group.Key.Family, StringComparer.Ordinal);
                PlainTable.Write(
                    terminal,
                    ["Part", "Family", "Videos"],
                    parts.Select(static group => (string[])[$"{group.Key.Part}", group.Key.Family, $"{group.Count()}"])
                );
                terminal.Out.WriteLine(
                    $"{result.Set.Header.Title}: {result.Set.Clips.Count} videos, {result.Set.Frames.Count} frames in "
                        + $"{Path.Combine(folder, FilmSet.ManifestName)}"
                );
            }
        );
        return command;
    }
}
