namespace Lethe.Detection.Verdicts;

/// <summary>The verdict on the same picture at one quality.</summary>
/// <param name="Kind"><c>original</c>, <c>jpeg</c> or <c>crf</c>.</param>
/// <param name="Level">Of the compression; 0 for the original.</param>
/// <param name="Probability">Of a forgery, calibrated; null if it was not measured.</param>
/// <param name="Why">It was not measured; else null.</param>
public sealed record StripPoint(string Kind, int Level, double? Probability, string? Why = null)
{
    public const string Original = "original",
        Jpeg = "jpeg",
        Crf = "crf";

    /// <summary>For people: <c>as it is</c>, <c>JPEG 75</c>, <c>CRF 40</c>.</summary>
    public string Title => Kind == Original ? "as it is" : $"{Kind.ToUpperInvariant()} {Level}";
}
