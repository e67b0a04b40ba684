using Lethe.Cli.Views;
using Lethe.Faces;
using Lethe.Faces.Drawn;
using Lethe.Faces.Films;
using Lethe.Faces.Forgeries;
using Lethe.Faces.Paired;
using Lethe.Faces.Sets;

namespace Lethe.Cli.Commands;

/// <summary><c>lethe faces make</c>: a set of faces that the kit films, forges and compresses.</summary>
internal sealed class FacesMakeCommand(DocumentedCommand command)
{
    private const string Procedural = "procedural";
    private const int DrawnIdentities = 120;

    private readonly Option<string> output = command.Required("--out", "The folder to write.", "DIR");
    private readonly Option<string> faces = command.Text("--faces", "procedural (drawn), or a folder of photographs.", "DIR", Procedural);
    private readonly Option<int?> identities = command.With(
        CommonOptions.OwnNumber(
            "--identities",
            $"How many faces. [default: {DrawnIdentities} drawn ones, or all of the folder]",
            "N",
            least: 1
        )
    );
    private readonly Option<string?> synthetic = command.Text(
        "--stylegan2",
        "A folder of faces made by StyleGAN2: filmed like the others, and a family of their own. Without --families "
            + "nothing else is forged, and all faces are for testing.",
        "DIR"
    );
    private readonly Option<string[]> families = command.With(
        CommonOptions.List(
            "--families",
            $"Kinds of forgeries, separated by commas: {string.Join(", ", ForgeryCatalog.Names)}. [default: all]",
            "NAMES"
        )
    );
    private readonly Option<string[]> qualities = command.With(
        CommonOptions.List(
            "--qualities",
            "raw, or c and a rate factor from 1 to 51, least compressed first. [default: raw,c23,c40]",
            "NAMES"
        )
    );
    private readonly Option<int> side = command.With(
        CommonOptions.Number("--side", "Side of the compressed frames, in pixels; an even number.", "N", 256, 32)
    );
    private readonly Option<int?> crop = command.With(
        CommonOptions.OwnNumber(
            "--crop",
            "Side of the squares cut around the faces, in pixels. [default: seven eighths of --side]",
            "N",
            least: 16
        )
    );
    private readonly Option<int> frames = command.With(CommonOptions.Number("--frames", "Frames to keep of each clip of 16.", "N", 4, 1));
    private readonly Option<int> seed = command.With(
        CommonOptions.Number("--seed", "Seed of the split, the donors and the forgeries.", "N", 0, 0)
    );
    private readonly Option<bool> masks = command.Flag("--masks", "Keep masks that show what was forged.");
    private readonly Option<bool> sample = command.Flag("--sample", "Make the kit's own sample; ignores all other options but --out.");

    public static Command Create(Terminal terminal)
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
        var options = new FacesMakeCommand(command);
        command.SetAction((given, cancellation) => options.RunAsync(terminal, given, cancellation));
        return command;
    }

    private async Task RunAsync(Terminal terminal, ParseResult given, CancellationToken cancellation)
    {
        var (folder, isSample) = (given.GetRequiredValue(output), given.GetValue(sample));
        var options = isSample ? FacesSample.Options : Options(given);
        var builder = new FilmSetBuilder(isSample ? FacesSample.Faces : Faces(given), options, Ffmpeg.Find());
        var set = await FilmSetView.ShowAsync(
            terminal.ErrorScreen,
            "clips",
            10,
            progress => builder.BuildAsync(isSample ? Path.Combine(folder, "set") : folder, progress, cancellation)
        );
        var written = isSample ? FacesSample.Write(set, folder) : [Path.Combine(folder, FilmSet.ManifestName)];
        PlainTable.Write(
            terminal,
            ["Quality", "PSNR", "kbit a frame"],
            set.Qualities.Select(
                (quality, i) =>
                    (string[])
                        [
                            quality,
                            FormattableString.Invariant($"{set.Clips.Average(clip => clip.Encoded[i].Psnr):F1} dB"),
                            FormattableString.Invariant($"{set.Clips.Average(clip => clip.Encoded[i].BitsPerFrame) / 1000:F1}"),
                        ]
            )
        );
        terminal.Out.WriteLine($"{set.Title}: {set.Clips.Count} clips, {set.Frames.Count} frames in {string.Join(", ", written)}");
    }

    private IFaceSource Faces(ParseResult given) =>
        given.GetRequiredValue(faces) is var folder && folder == Procedural
            ? new ProceduralFaces(given.GetValue(identities) ?? DrawnIdentities)
            : new FolderFaces(folder, most: given.GetValue(identities));

    private FilmSetOptions Options(ParseResult given)
    {
        var whole = given.GetValue(synthetic) is { } made
            ? new FolderFaces(made, FilmSetBuilder.WholeFaces, given.GetValue(identities))
            : null;
        var forged =
            given.GetValue(families) is { Length: > 0 } some ? some
            : whole is null ? ForgeryCatalog.Names
            : [];
        return new()
        {
            Families = forged,
            Synthetic = whole,
            Shares = forged.Count > 0 ? SplitShares.Default : new(0, 0, 1),
            Qualities = given.GetValue(qualities) is { Length: > 0 } names ? [.. names.Select(VideoQuality.Parse)] : VideoQuality.All,
            Film = new() { Side = given.GetValue(side) },
            Crop = given.GetValue(crop),
            Frames = given.GetValue(frames),
            Seed = given.GetValue(seed),
            Masks = given.GetValue(masks),
        };
    }
}
