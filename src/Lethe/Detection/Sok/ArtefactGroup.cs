namespace Lethe.Detection.Sok;

/// <summary>Where a detector looks for the traces of a forgery (Le et al., arXiv:2401.04364).</summary>
public enum ArtefactGroup
{
    /// <summary>Within one frame.</summary>
    Spatial,

    /// <summary>Between the frames of a video.</summary>
    Spatiotemporal,

    /// <summary>In the spectrum of a frame or of a video.</summary>
    Frequency,

    /// <summary>In landmarks, sound, noise, gradients.</summary>
    Special,
}
