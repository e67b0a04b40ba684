using System.ComponentModel;

namespace Lethe.Runtime;

/// <summary>What the <c>lethe</c> command returns to the shell; its help prints the descriptions.</summary>
public enum ExitCode
{
    [Description("everything asked for was done")]
    Ok = 0,

    [Description("a check failed: doctor found a fault, verify a wrong file, or a cell failed")]
    Failed = 1,

    [Description("the command line does not make sense: unknown table, class out of range")]
    Usage = 2,

    [Description("a file, data set or record that was asked for is not there")]
    NotFound = 3,

    [Description("a file is corrupt, truncated, or of another architecture")]
    BadFile = 4,

    [Description("a file or folder cannot be written")]
    Unwritable = 5,

    [Description("the device asked for is not there or has too little memory, or torch does not load")]
    NoDevice = 6,

    [Description("training ran into a value that is not a number")]
    NotFinite = 7,

    [Description("a network that cells stand on has not been trained, and this share of a plan is not to train it")]
    Missing = 8,

    [Description("a share of a plan was stopped before its end: the same command goes on")]
    Unfinished = 75,

    [Description("stopped with Ctrl+C; 143 if by SIGTERM, 129 if the terminal closed")]
    Interrupted = 130,
}
