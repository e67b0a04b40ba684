namespace Lethe.Cli.Submit;

/// <summary>How far a task of a plan is.</summary>
internal enum TaskState
{
    /// <summary>It has a record.</summary>
    Done,

    /// <summary>A process has claimed it, and lives.</summary>
    Running,

    /// <summary>It has a record that says why it failed.</summary>
    Failed,

    /// <summary>Nobody has begun it.</summary>
    Waiting,

    /// <summary>A cell that stands on a network that was not trained, and that nobody is going to train.</summary>
    Refused,
}
