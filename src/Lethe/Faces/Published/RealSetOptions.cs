using Lethe.Faces.Finders;

namespace Lethe.Faces.Published;

/// <summary>How the faces of a published set are cut out.</summary>
public sealed record RealSetOptions
{
    /// <summary>Forgeries of the set; with them come its real videos.</summary>
    public required IReadOnlyList<string> Families { get; init; }

    /// <summary>Of a video, evenly spaced (DeepfakeBench's number).</summary>
    public int Frames { get; init; } = 32;

    /// <summary>Pixels a side of a crop: what the backbone takes.</summary>
    public int Size { get; init; } = 224;

    /// <summary>Side of a crop, in units of the face's side.</summary>
    public double Margin { get; init; } = FaceCrop.Margin;

    /// <summary>Turn and scale the faces so that eyes, nose and mouth lie where a template has them. Needs a detector that gives
    /// points.</summary>
    public bool Align { get; init; }

    /// <summary>A name of <see cref="FaceFinders"/>.</summary>
    public string Detector { get; init; } = "best";

    /// <summary>Videos at the same time; each takes a thread and the memory of its frames.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;
}
