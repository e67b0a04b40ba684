using System.Text.Json.Serialization;

namespace Lethe.Experiments.Runs;

/// <summary>Something worth showing while an experiment runs; as JSON where it runs in another process.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(CellStarted), "started")]
[JsonDerivedType(typeof(CellStage), "stage")]
[JsonDerivedType(typeof(CellTraining), "training")]
[JsonDerivedType(typeof(CellFinished), "finished")]
[JsonDerivedType(typeof(CellSkipped), "skipped")]
[JsonDerivedType(typeof(TrainingStarted), "trains")]
public abstract record ExperimentEvent;
