namespace Lethe.Experiments.Runs;

/// <summary>The jobs that a request asks of one experiment, in the order to compute them, and the lab that they share.</summary>
/// <param name="Lab">Belongs to the plan; freed with it.</param>
/// <param name="Jobs">Evaluated when they are asked for: it may take the data to know them.</param>
public sealed record Plan(Lab Lab, IEnumerable<Job> Jobs) : IDisposable
{
    public void Dispose() => Lab.Dispose();
}
