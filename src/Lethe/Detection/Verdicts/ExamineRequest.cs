using Lethe.Faces.Finders;

namespace Lethe.Detection.Verdicts;

/// <summary>What to examine, and how: <see cref="Run"/> detects and, where asked, explains.</summary>
public sealed record ExamineRequest
{
    public required IReadOnlyList<string> Paths { get; init; }

    public string Model { get; init; } = DetectorPackage.Default;

    /// <summary>Folder of the pages that explain; null for none.</summary>
    public string? Explain { get; init; }

    public bool Recursive { get; init; }

    /// <summary>A name of <see cref="FaceFinders"/>.</summary>
    public string Faces { get; init; } = "best";

    public string Device { get; init; } = "auto";

    public ExamineOptions Options { get; init; } = new();

    /// <summary>What can be refused is refused before any work is done. Stopped, it returns the files that are done.</summary>
    /// <returns>Verdicts without the crops: a folder of thousands fits into memory.</returns>
    /// <exception cref="LetheException">Nothing to examine, or no such detector, device or face finder, or a folder of others.</exception>
    public ExamineResult Run(IProgress<ExamineProgress>? progress = null, CancellationToken cancellation = default)
    {
        var (input, others) = Input();
        var folder = Explain is null ? null : ExplainFolder.Open(Explain);
        var device = Devices.Parse(Device);
        using var package = DetectorPackage.Open(Model).To(device);
        using var faces = Options.Whole ? null : FaceFinder();
        var files = new List<FileVerdict>();
        var result = new ExamineResult(package.Facts, Options.Band ?? package.Facts.Band, faces?.Name ?? "whole", files, others)
        {
            Asked = input.Count,
            Pages = folder?.IndexPath,
        };
        var examiner = new Examiner(package, faces, Options);
        var relay = new Relay<ExamineProgress>(at => progress?.Report(at with { File = files.Count, Files = input.Count }));
        try
        {
            foreach (var file in input)
            {
                var verdict = examiner.Examine(file, relay, cancellation);
                folder?.Add(verdict, package, result);
                files.Add(verdict with { Frames = [.. verdict.Frames.Select(WithoutCrops)] });
            }
        }
        catch (OperationCanceledException) { } // the result says that files are missing
        folder?.Finish(result);
        return result;
    }

    private InputFiles Input()
    {
        var input = InputFiles.Find(Paths, Recursive);
        return input.Files switch
        {
            [] => throw LetheException.NotFound(
                $"There are no pictures or videos in {string.Join(", ", Paths)} ({input.Others} other files)."
                    + (Recursive ? "" : " --recursive looks into subfolders.")
            ),
            [{ Code: ExitCode.NotFound } missing] => throw LetheException.NotFound($"{missing.Path}: {missing.Refusal}"),
            _ => input,
        };
    }

    private IFaceFinder FaceFinder()
    {
        try
        {
            return FaceFinders.Create(Faces);
        }
        catch (LetheException error) when (error.ExitCode == ExitCode.NoDevice)
        {
            throw LetheException.NoDevice($"{error.Message} Or take each picture as one face with --whole.", error);
        }
    }

    private static FrameVerdict WithoutCrops(FrameVerdict frame) =>
        frame with
        {
            Faces = [.. frame.Faces.Select(static face => face with { Crop = [] })],
        };
}
