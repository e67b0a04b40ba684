namespace Lethe.Data;

/// <summary>How a file on this machine compares with its manifest.</summary>
public enum FileState
{
    /// <summary>Its checksum is the manifest's.</summary>
    Ok,

    /// <summary>There, and the manifest has no checksum for it.</summary>
    Unchecked,

    /// <summary>A known copy of another quality; results say so.</summary>
    StandIn,

    /// <summary>Its checksum is another.</summary>
    Wrong,
    Missing,
}
