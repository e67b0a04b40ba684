namespace Lethe.Notebooks;

/// <summary>How a headless run ended: the exit code of <c>lethe notebook run</c>.</summary>
public enum NotebookStatus
{
    /// <summary>Every cell ran.</summary>
    Ok = 0,

    /// <summary>A cell failed.</summary>
    Failed = 1,

    /// <summary>A cell took longer than <c>--timeout</c>.</summary>
    TimedOut = 2,

    /// <summary>There is no such file.</summary>
    NotFound = 3,

    /// <summary>The file is not a notebook.</summary>
    NotANotebook = 4,

    /// <summary>A parameter is missing or unknown.</summary>
    BadParameter = 5,

    /// <summary>A file cannot be written.</summary>
    Unwritable = 6,

    /// <summary>Stopped by a person.</summary>
    Interrupted = 130,
}
