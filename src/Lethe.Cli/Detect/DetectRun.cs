using Lethe.Cli.Output;
using Lethe.Detection.Verdicts;
using Lethe.Faces.Finders;
using Lethe.Runtime;

namespace Lethe.Cli.Detect;

/// <summary>One call of <c>lethe detect</c>. What can be refused is refused before any work is done.</summary>
internal sealed class DetectRun(Terminal terminal, DetectRequest request, CancellationToken cancellation)
{
    public ExitCode Run()
    {
        var input = InputFiles.Find(request.Paths, request.Recursive);
        if (input.Files.Count == 0)
        {
            throw LetheException.NotFound(
                $"There are no pictures or videos in {string.Join(", ", request.Paths)} ({input.Others} other "
                    + $"files).{(request.Recursive ? "" : " --recursive looks into subfolders.")}"
            );
        }
        if (input.Files is [{ Code: ExitCode.NotFound } missing])
        {
            throw LetheException.NotFound($"{missing.Path}: {missing.Refusal}");
        }
        var folder = request.Explain is { } place ? ExplainFolder.Open(place) : null;
        var device = Devices.Parse(request.Device);
        using var package = DetectorPackage.Open(request.Model).To(device);
        using var faces = request.Options.Whole ? null : FaceDetector();
        var result = new DetectResult(package.Facts, request.Options.Band ?? package.Facts.Band, faces?.Name ?? "whole", [], input.Others);
        var files = new List<FileVerdict>();
        try
        {
            new DetectProgress(terminal.ErrorScreen, input.Files.Count).Show(progress =>
            {
                var examiner = new Examiner(package, faces, request.Options);
                foreach (var file in input.Files)
                {
                    var verdict = examiner.Examine(file, progress, cancellation);
                    folder?.Add(verdict, package, result);
                    files.Add(WithoutCrops(verdict));
                    progress.Next();
                }
            });
        }
        catch (OperationCanceledException)
        {
            Show(result with { Files = files }, folder);
            throw new LetheException(ExitCode.Interrupted, $"Stopped. {files.Count} of {input.Files.Count} files were examined.");
        }
        result = result with { Files = files };
        if (files is [{ Refusal: { } why } only] && !request.Json)
        {
            throw new LetheException(only.Code, $"{DetectText.Safe(only.Path)}: {why}");
        }
        Show(result, folder);
        return result.Code;
    }

    private IFaceFinder FaceDetector()
    {
        try
        {
            return FaceFinders.Create(request.Faces);
        }
        catch (LetheException error) when (error.ExitCode == ExitCode.NoDevice)
        {
            throw LetheException.NoDevice($"{error.Message} Or take each picture as one face with --whole.", error);
        }
    }

    private void Show(DetectResult result, ExplainFolder? folder)
    {
        folder?.Finish(result);
        if (request.Json)
        {
            JsonOutput.Write(terminal.Out, DetectJson.Of(result));
        }
        else
        {
            DetectView.Write(terminal, result);
        }
        foreach (var file in result.Refused)
        {
            terminal.Error.WriteLine($"{DetectText.Safe(file.Path)}: {DetectText.Safe(file.Refusal!)}");
        }
        if (folder is not null)
        {
            (request.Json ? terminal.Error : terminal.Out).WriteLine($"Pages: {folder.IndexPath}");
        }
    }

    // Once the pages are written nobody needs the pixels: a folder of thousands fits into memory.
    private static FileVerdict WithoutCrops(FileVerdict file) =>
        file with
        {
            Frames =
            [
                .. file.Frames.Select(static frame =>
                    frame with
                    {
                        Faces = [.. frame.Faces.Select(static face => face with { Crop = [] })],
                    }
                ),
            ],
        };
}
