namespace Lethe.Experiments;

/// <summary>How the run of a cell ended.</summary>
public enum RunStatus
{
    Done,
    Failed,
}
