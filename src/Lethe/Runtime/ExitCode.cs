namespace Lethe.Runtime;

/// <summary>What the <c>lethe</c> command returns to the shell.</summary>
public enum ExitCode
{
    /// <summary>Everything asked for was done.</summary>
    Ok = 0,

    /// <summary>A check said no: <c>doctor</c> found a fault, <c>verify</c> a wrong file, a cell failed.</summary>
    Failed = 1,

    /// <summary>The command line does not make sense: unknown table, class out of range, unknown option.</summary>
    Usage = 2,

    /// <summary>A file, data set or record that was asked for is not there.</summary>
    NotFound = 3,

    /// <summary>A file is there but is not what it should be: corrupt, truncated, of another architecture.</summary>
    BadFile = 4,

    /// <summary>A file or folder cannot be written.</summary>
    Unwritable = 5,

    /// <summary>The device asked for is not there or has too little memory, or torch does not load.</summary>
    NoDevice = 6,

    /// <summary>Training ran into a value that is not a number.</summary>
    NotFinite = 7,

    /// <summary>Stopped by the user (Ctrl+C).</summary>
    Interrupted = 130,
}
