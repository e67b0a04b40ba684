namespace Lethe.Experiments.Records;

/// <summary>How the run of a cell ended.</summary>
public enum RunStatus
{
    Done,
    Failed,
}
