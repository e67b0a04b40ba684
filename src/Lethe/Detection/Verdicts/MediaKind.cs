namespace Lethe.Detection.Verdicts;

public enum MediaKind
{
    /// <summary>Decode it as a picture.</summary>
    Picture,

    /// <summary>Have ffmpeg read its frames.</summary>
    Video,

    /// <summary>A picture or video that this kit does not read.</summary>
    Foreign,

    Other,
}
