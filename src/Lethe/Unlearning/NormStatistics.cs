namespace Lethe.Unlearning;

/// <summary>
/// What batch normalisation does while a method trains. Re-implementations differ in it without saying so: in training mode the running
/// statistics move even if no weight does.
/// </summary>
public enum NormStatistics
{
    /// <summary>Training mode: each batch is normalised by its own statistics, and the running ones follow.</summary>
    Batch,

    /// <summary>Evaluation mode, of the whole network: the original's statistics, which stay; no dropout.</summary>
    Running,
}
