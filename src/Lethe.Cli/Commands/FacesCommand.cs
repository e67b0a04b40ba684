using System.CommandLine;
using Lethe.Cli.Options;
using Lethe.Cli.Output;
using Lethe.Cli.Views;
using Lethe.Faces;
using Lethe.Faces.Drawn;
using Lethe.Faces.Films;
using Lethe.Faces.Forgeries;
using Lethe.Faces.Paired;
using Lethe.Faces.Sets;
using Lethe.Runtime;

namespace Lethe.Cli.Commands;

/// <summary><c>lethe faces make | crop</c>: sets of real and forged faces, made or cut out of published ones.</summary>
internal static class FacesCommand
{
    private const string Procedural = "procedural";
    private const int DrawnIdentities = 120;

    public static Command Create(Terminal terminal) =>
        new DocumentedCommand(
            "faces",
            "Makes sets of real and forged faces to train detectors with.",
            ("lethe faces make --out faces", "drawn faces, five families of forgeries, three qualities"),
            ("lethe faces crop --set faceforensics --data DIR --family deepfakes --out crops", "the faces of a published set that you have")
        )
        {
            Make(terminal),
            FacesCropCommand.Create(terminal),
        };

    private static DocumentedCommand Make(Terminal terminal)
    {
        var command = new DocumentedCommand(
            "make",
            "Films faces, forges them, compresses the films with H.264, and keeps face crops at every quality. Needs ffmpeg. "
                + "If it is stopped or killed, the same command resumes.",
            ("lethe faces make --out faces", $"{DrawnIdentities} drawn faces"),
            (
                "lethe faces make --out mine --faces ./photos --families df,fs --side 320",
                "photographs: one, or one folder, for each person"
            ),
            (
                "lethe faces make --out whole --faces ./ffhq --stylegan2 ./made --identities 100 --side 144 --crop 128",
                "a set for testing: real faces against wholly synthetic ones"
            ),
            ("lethe faces make --out sample --sample", "the files of the sample that comes with the kit, byte for byte")
        );
        var output = new Option<string>("--out")
        {
            Description = "The folder to write.",
            HelpName = "DIR",
            Required = true,
        };
        var faces = CommonOptions.Text("--faces", "procedural (drawn), or a folder of photographs.", "DIR", Procedural);
        var identities = new Option<int?>("--identities")
        {
            Description = $"How many faces. [default: {DrawnIdentities} drawn ones, or all of the folder]",
            HelpName = "N",
            CustomParser = CommonOptions.WholeNumber,
        };
        var synthetic = new Option<string?>("--stylegan2")
        {
            Description =
                "A folder of faces made by StyleGAN2: filmed like the others, and a family of their own. Without --families "
                + "nothing else is forged, and all faces are for testing.",
            HelpName = "DIR",
        };
        var families = CommonOptions.List(
            "--families",
            $"Kinds of forgeries, separated by commas: {string.Join(", ", ForgeryCatalog.Names)}. [default: all]",
            "NAMES"
        );
        var qualities = CommonOptions.List(
            "--qualities",
            "raw, or c and a rate factor from 1 to 51, least compressed first. [default: raw,c23,c40]",
            "NAMES"
        );
        var side = CommonOptions.Number("--side", "Side of the compressed frames, in pixels; an even number.", "N", 256, 32);
        var crop = new Option<int?>("--crop")
        {
            Description = "Side of the squares cut around the faces, in pixels. [default: seven eighths of --side]",
            HelpName = "N",
            CustomParser = CommonOptions.WholeNumber,
        };
        var frames = CommonOptions.Number("--frames", "Frames to keep of each clip of 16.", "N", 4, 1);
        var seed = CommonOptions.Number("--seed", "Seed of the split, the donors and the forgeries.", "N", 0, 0);
        var masks = new Option<bool>("--masks") { Description = "Keep masks that show what was forged." };
        var sample = new Option<bool>("--sample") { Description = "Make the kit's own sample; ignores all other options but --out." };
        foreach (
            var option in (Option[])[output, faces, identities, synthetic, families, qualities, side, crop, frames, seed, masks, sample]
        )
        {
            command.Add(option);
        }
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var (folder, isSample) = (parsed.GetRequiredValue(output), parsed.GetValue(sample));
                var source = isSample ? FacesSample.Faces : Source(parsed.GetRequiredValue(faces), parsed.GetValue(identities));
                var whole = parsed.GetValue(synthetic) is { } made
                    ? new FolderFaces(made, FilmSetBuilder.WholeFaces, parsed.GetValue(identities))
                    : null;
                var forged =
                    parsed.GetValue(families) is { Length: > 0 } some ? some
                    : whole is null ? ForgeryCatalog.Names
                    : [];
                var options = isSample
                    ? FacesSample.Options
                    : new FilmSetOptions
                    {
                        Families = forged,
                        Synthetic = whole,
                        Shares = forged.Count > 0 ? SplitShares.Default : new(0, 0, 1),
                        Qualities = parsed.GetValue(qualities) is { Length: > 0 } names
                            ? [.. names.Select(VideoQuality.Parse)]
                            : VideoQuality.All,
                        Film = new() { Side = parsed.GetValue(side) },
                        Crop = parsed.GetValue(crop),
                        Frames = parsed.GetValue(frames),
                        Seed = parsed.GetValue(seed),
                        Masks = parsed.GetValue(masks),
                    };
                var builder = new FilmSetBuilder(source, options, Ffmpeg.Find());
                var set = await FacesView.ShowAsync(
                    terminal.ErrorScreen,
                    progress => builder.BuildAsync(isSample ? Path.Combine(folder, "set") : folder, progress, cancellation)
                );
                var written = isSample ? FacesSample.Write(set, folder) : [Path.Combine(folder, FilmSet.ManifestName)];
                PlainTable.Write(
                    terminal,
                    ["Quality", "PSNR", "kbit a frame"],
                    options.Qualities.Select(
                        (quality, i) =>
                            (string[])
                                [
                                    quality.Name,
                                    FormattableString.Invariant($"{set.Clips.Average(clip => clip.Encoded[i].Psnr):F1} dB"),
                                    FormattableString.Invariant($"{set.Clips.Average(clip => clip.Encoded[i].BitsPerFrame) / 1000:F1}"),
                                ]
                    )
                );
                terminal.Out.WriteLine(
                    $"{set.Header.Title}: {set.Clips.Count} clips, {set.Frames.Count} frames in {string.Join(", ", written)}"
                );
            }
        );
        return command;
    }

    private static IFaceSource Source(string faces, int? identities)
    {
        if (identities < 1)
        {
            throw LetheException.Usage($"--identities wants a number from 1 on, not {identities}.");
        }
        return faces == Procedural ? new ProceduralFaces(identities ?? DrawnIdentities) : new FolderFaces(faces, most: identities);
    }
}
