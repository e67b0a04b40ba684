namespace Lethe.Experiments.Records;

/// <summary>What computing a cell took, trainings of networks that it shares with others not counted: what the next plan reckons
/// with.</summary>
/// <param name="Seconds">From its beginning to its record.</param>
/// <param name="Megabytes">The most memory that its process had meanwhile; null where the system does not say.</param>
public sealed record Cost(double Seconds, double? Megabytes);
