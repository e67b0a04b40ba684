using Lethe.Detection.Verdicts;
using Lethe.Runtime;

namespace Lethe.Cli.Detect;

/// <summary>What <c>lethe detect</c> shows.</summary>
/// <param name="Facts">Of the detector.</param>
/// <param name="Band">In use.</param>
/// <param name="FacesBy">What found the faces; <c>whole</c> if nothing did.</param>
/// <param name="Files">All that were asked for, in their order.</param>
/// <param name="Others">Other files in the folders.</param>
internal sealed record DetectResult(DetectorFacts Facts, UnsureBand Band, string FacesBy, IReadOnlyList<FileVerdict> Files, int Others)
{
    public IEnumerable<FileVerdict> Examined => Files.Where(static file => file.Refusal is null);

    public IEnumerable<FileVerdict> Refused => Files.Where(static file => file.Refusal is not null);

    /// <summary>Of the command: what all files have in common if none could be examined, else whether any could not.</summary>
    public ExitCode Code =>
        !Refused.Any() ? ExitCode.Ok
        : !Examined.Any() && Files.Select(static file => file.Code).Distinct().Count() == 1 ? Files[0].Code
        : ExitCode.Failed;
}
