namespace Lethe.Faces.Films;

/// <summary>How the numbers of a video stand for light.</summary>
public enum VideoLight
{
    /// <summary>As on any screen (ITU-R BT.709 and its like).</summary>
    Ordinary,

    /// <summary>High dynamic range: perceptual quantizer, up to 10,000 candela a square metre (SMPTE ST 2084).</summary>
    Pq,

    /// <summary>High dynamic range: hybrid log-gamma (ITU-R BT.2100).</summary>
    Hlg,
}
