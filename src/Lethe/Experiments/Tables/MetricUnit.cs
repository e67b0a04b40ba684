namespace Lethe.Experiments.Tables;

/// <summary>What the numbers of a column are counted in; decides how they are printed.</summary>
public enum MetricUnit
{
    /// <summary>Accuracies, 0 to 100.</summary>
    Percent,
    /// <summary>Differences of accuracies.</summary>
    Points,
    /// <summary>0 to 1.</summary>
    Score,
    /// <summary>Of two sets of features, or of two predictions.</summary>
    Distance,
    /// <summary>Training samples.</summary>
    Samples,
    Seconds,
    /// <summary>How many times faster.</summary>
    Times,
}
