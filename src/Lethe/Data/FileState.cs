namespace Lethe.Data;

/// <summary>How a file on this machine compares with its manifest.</summary>
public enum FileState
{
    Ok,

    /// <summary>There, and the manifest has no checksum for it.</summary>
    Unchecked,

    /// <summary>A known copy of another quality; results say so.</summary>
    StandIn,

    Wrong,
    Missing,
}
