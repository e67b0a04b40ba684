namespace Lethe.Experiments.Runs;

/// <summary>Something worth showing while an experiment runs.</summary>
public abstract record ExperimentEvent;
