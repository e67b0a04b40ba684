using Lethe.Experiments.Records;

namespace Lethe.Experiments.Runs;

/// <summary>The training of a network that cells stand on: done once, kept, and found by them.</summary>
/// <param name="For">The first cell that needs it.</param>
/// <param name="Run">Trains it, unless it is there.</param>
public sealed record TrainingJob(KeptNetwork Network, Cell For, Action<CellContext> Run)
{
    /// <summary>The experiment that trainings are recorded under: no table is made of it, but costs are estimated from it.</summary>
    public const string Experiment = "training";

    /// <summary>How many images it sees, each epoch counted; null where its time does not follow from that.</summary>
    public long? Images { get; init; }

    /// <summary>What its record is of.</summary>
    public Cell Cell =>
        field ??= new Cell
        {
            Experiment = Experiment,
            Dataset = For.Dataset,
            Model = For.Model,
            Method = Network.Name,
            Profile = For.Profile,
            Seed = For.Seed,
        }.With(Network.Identity);
}
