using System.CommandLine;
using System.Globalization;
using Lethe.Cli.Detect;
using Lethe.Cli.Options;
using Lethe.Cli.Output;
using Lethe.Detection.Verdicts;

namespace Lethe.Cli.Commands;

/// <summary><c>lethe detect</c>: a trained detector on pictures and videos of one's own.</summary>
internal static class DetectCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new DocumentedCommand(
            "detect",
            "Finds the faces in pictures and videos and says how likely each is to be forged, at several qualities, with a "
                + "band in which it is unsure. "
                + "It names files that it cannot examine and goes on with the others. Exit codes: 0 all examined, 1 some not; "
                + "if none was, the reason they share: 3 not there, 4 no intact picture or video, 1 no face.",
            ("lethe detect holiday.jpg", "one picture"),
            ("lethe detect downloads --recursive --json", "a folder with its subfolders, for another program"),
            ("lethe detect speech.mp4 --frames 64 --explain why", "a video, with pages that show where and why it looks forged"),
            (
                "lethe detect crops --whole --model mine.safetensors --threshold 0.3,0.7",
                "each picture as one face, a detector of your own, another unsure band"
            )
        );
        var paths = new Argument<string[]>("FILE|DIR")
        {
            Description =
                "Pictures (JPEG, PNG, GIF, WebP, BMP), videos (MP4, Matroska, AVI; needs ffmpeg), folders of them. Skips "
                + "symbolic links and hidden files in folders.",
            Arity = ArgumentArity.OneOrMore,
        };
        var model = CommonOptions.Text(
            "--model",
            "Name of a detector in the kit, or the safetensors file of a trained one.",
            "NAME|FILE",
            DetectorPackage.Default
        );
        var json = CommonOptions.Json();
        var explain = new Option<string?>("--explain")
        {
            Description =
                "Write pages to this folder that show each face with a heat map, its frequencies and its strip of qualities. "
                + "The folder must be new, empty, or written by this command.",
            HelpName = "DIR",
        };
        var recursive = new Option<bool>("--recursive") { Description = "Include subfolders." };
        var threshold = new Option<UnsureBand?>("--threshold")
        {
            Description =
                "The band of probabilities in which to be unsure, LOW,HIGH, instead of the detector's own; a single number "
                + "means never unsure.",
            HelpName = "P[,P]",
            CustomParser = static result => Band(result.Tokens[^1].Value) is { IsValid: true } band ? band : Refuse(result),
        };
        var frames = CommonOptions.Number("--frames", "Frames to examine in each video, evenly spaced.", "N", 32, 1);
        var device = CommonOptions.Device();
        var faces = CommonOptions.Text(
            "--faces",
            "Face finder: haar (in the kit), yunet (better; 'lethe data get yunet'), or best.",
            "NAME",
            "best"
        );
        var whole = new Option<bool>("--whole") { Description = "Do not look for faces: take the middle square of each picture as one." };
        command.Add(paths);
        foreach (var option in (Option[])[model, json, explain, recursive, threshold, frames, faces, whole, device])
        {
            command.Add(option);
        }
        command.SetAction(
            (parsed, cancellation) =>
                Task.Run(
                    () =>
                        (int)
                            new DetectRun(
                                terminal,
                                new()
                                {
                                    Paths = parsed.GetRequiredValue(paths),
                                    Model = parsed.GetRequiredValue(model),
                                    Json = parsed.GetValue(json),
                                    Explain = parsed.GetValue(explain),
                                    Recursive = parsed.GetValue(recursive),
                                    Faces = parsed.GetRequiredValue(faces),
                                    Device = parsed.GetRequiredValue(device),
                                    Options = new()
                                    {
                                        Band = parsed.GetValue(threshold),
                                        Frames = parsed.GetValue(frames),
                                        Whole = parsed.GetValue(whole),
                                    },
                                },
                                cancellation
                            ).Run(),
                    CancellationToken.None
                )
        );
        return command;
    }

    private static UnsureBand? Refuse(System.CommandLine.Parsing.ArgumentResult result)
    {
        result.AddError(
            $"--threshold wants one probability or two, the lower first, for example 0.5 or 0.3,0.7, not '{result.Tokens[^1].Value}'."
        );
        return null;
    }

    private static UnsureBand? Band(string text)
    {
        var numbers = text.Split(',')
            .Select(static part =>
                double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.NaN
            )
            .ToArray();
        return numbers.Length is 1 or 2 ? new(numbers[0], numbers[^1]) : null;
    }
}
