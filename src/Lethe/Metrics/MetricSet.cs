namespace Lethe.Metrics;

/// <summary>How much of a network is measured.</summary>
public enum MetricSet
{
    /// <summary>What the slides' tables hold, and the gaps to Retrain: one forward pass, nothing else.</summary>
    Table,

    /// <summary>
    /// Also the attacks, divergences, the linear probe and relearning of the head: the same forward pass and about a second.
    /// </summary>
    Full,
}
