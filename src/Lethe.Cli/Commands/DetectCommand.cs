using System.CommandLine.Parsing;
using System.Globalization;
using Lethe.Cli.Detect;
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
        var read = Options(command);
        return command.Runs(
            (given, cancellation) =>
            {
                var (request, asJson) = read(given);
                var result = DetectProgress.Show(terminal.ErrorScreen, progress => request.Run(progress, cancellation));
                return Show(terminal, result, asJson);
            }
        );
    }

    private static Func<ParseResult, (ExamineRequest Request, bool AsJson)> Options(DocumentedCommand command)
    {
        var paths = new Argument<string[]>("FILE|DIR")
        {
            Description =
                "Pictures (JPEG, PNG, GIF, WebP, BMP), videos (MP4, Matroska, AVI; needs ffmpeg), folders of them. Skips "
                + "symbolic links and hidden files in folders.",
            Arity = ArgumentArity.OneOrMore,
        };
        command.Add(paths);
        var model = command.Text(
            "--model",
            "Name of a detector in the kit, or the safetensors file of a trained one.",
            "NAME|FILE",
            DetectorPackage.Default
        );
        var json = command.With(CommonOptions.Json());
        var explain = command.Text(
            "--explain",
            "Write pages to this folder that show each face with a heat map, its frequencies and its strip of qualities. "
                + "The folder must be new, empty, or written by this command.",
            "DIR"
        );
        var recursive = command.Flag("--recursive", "Include subfolders.");
        var threshold = command.With(Threshold());
        var frames = command.With(CommonOptions.Number("--frames", "Frames to examine in each video, evenly spaced.", "N", 32, 1));
        var help = "Face finder: haar (in the kit), yunet (better; 'lethe data get yunet'), or best.";
        var faces = command.Text("--faces", help, "NAME", "best");
        var whole = command.Flag("--whole", "Do not look for faces: take the middle square of each picture as one.");
        var device = command.With(CommonOptions.Device());
        return given =>
            (
                new()
                {
                    Paths = given.GetRequiredValue(paths),
                    Model = given.GetRequiredValue(model),
                    Explain = given.GetValue(explain),
                    Recursive = given.GetValue(recursive),
                    Faces = given.GetRequiredValue(faces),
                    Device = given.GetRequiredValue(device),
                    Options = new()
                    {
                        Band = given.GetValue(threshold),
                        Frames = given.GetValue(frames),
                        Whole = given.GetValue(whole),
                    },
                },
                given.GetValue(json)
            );
    }

    private static Option<UnsureBand?> Threshold() =>
        new("--threshold")
        {
            Description =
                "The band of probabilities in which to be unsure, LOW,HIGH, instead of the detector's own; a single number "
                + "means never unsure.",
            HelpName = "P[,P]",
            CustomParser = Band,
        };

    private static UnsureBand? Band(ArgumentResult result)
    {
        var text = result.Tokens[^1].Value;
        double[] limits =
        [
            .. text.Split(',').Select(static part => double.TryParse(part, CultureInfo.InvariantCulture, out var p) ? p : double.NaN),
        ];
        if (limits.Length <= 2 && new UnsureBand(limits[0], limits[^1]) is { IsValid: true } band)
        {
            return band;
        }
        result.AddError($"--threshold wants one probability or two, the lower first, for example 0.5 or 0.3,0.7, not '{text}'.");
        return null;
    }

    private static ExitCode Show(Terminal terminal, ExamineResult result, bool asJson)
    {
        if (result is { Asked: 1, Files: [{ Refusal: { } why } only] } && !asJson)
        {
            throw new LetheException(only.Code, $"{VerdictText.Safe(only.Path)}: {why}");
        }
        if (asJson)
        {
            JsonOutput.Write(terminal.Out, DetectJson.Of(result));
        }
        else
        {
            DetectView.Write(terminal, result);
        }
        foreach (var file in result.Refused)
        {
            terminal.Error.WriteLine($"{VerdictText.Safe(file.Path)}: {VerdictText.Safe(file.Refusal!)}");
        }
        if (result.Pages is { } pages)
        {
            (asJson ? terminal.Error : terminal.Out).WriteLine($"Pages: {pages}");
        }
        return result.Files.Count == result.Asked
            ? result.Code
            : throw new LetheException(ExitCode.Interrupted, $"Stopped. {result.Files.Count} of {result.Asked} files were examined.");
    }
}
