namespace Lethe.Detection.Verdicts;

/// <summary>What came of an <see cref="ExamineRequest"/>.</summary>
/// <param name="FacesBy">What found the faces; <c>whole</c> if nothing did.</param>
/// <param name="Others">Other files in the folders.</param>
public sealed record ExamineResult(DetectorFacts Facts, UnsureBand Band, string FacesBy, IReadOnlyList<FileVerdict> Files, int Others)
{
    /// <summary>Files to examine; more than <see cref="Files"/> if it was stopped.</summary>
    public int Asked { get; init; } = Files.Count;

    /// <summary>The index of the pages that explain; null for none.</summary>
    public string? Pages { get; init; }

    public IEnumerable<FileVerdict> Examined => Files.Where(static file => file.Refusal is null);

    public IEnumerable<FileVerdict> Refused => Files.Where(static file => file.Refusal is not null);

    /// <summary>What all files have in common if none could be examined, else whether any could not.</summary>
    public ExitCode Code =>
        !Refused.Any() ? ExitCode.Ok
        : !Examined.Any() && Files.Select(static file => file.Code).Distinct().Count() == 1 ? Files[0].Code
        : ExitCode.Failed;
}
