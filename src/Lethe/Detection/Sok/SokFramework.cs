namespace Lethe.Detection.Sok;

/// <summary>One of the thirteen conceptual frameworks.</summary>
/// <param name="Number">The paper's CF #.</param>
/// <param name="Title">As printed. Some titles stand in several groups.</param>
/// <param name="Parts">Read from the title. How far each detector fills a part is drawn in the paper and not known here.</param>
public sealed record SokFramework(
    int Number,
    ArtefactGroup Group,
    string Title,
    IReadOnlyList<ArchitecturePart> Parts,
    IReadOnlyList<SokDetector> Detectors
)
{
    /// <summary>For example <c>ConvNet + Learning</c>.</summary>
    public string Architecture => string.Join(" + ", Parts.Select(Label));

    public static string Label(ArchitecturePart part) =>
        part switch
        {
            ArchitecturePart.SpecializedNetwork => "Specialised",
            ArchitecturePart.SequenceModel => "Sequence",
            ArchitecturePart.LearningStrategy => "Learning",
            _ => part.ToString(),
        };
}
