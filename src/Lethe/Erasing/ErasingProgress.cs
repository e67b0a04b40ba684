using Lethe.Training;
using TorchSharp;

namespace Lethe.Erasing;

/// <summary>Where a training of numbered iterations is.</summary>
/// <param name="Seconds">Of all sittings.</param>
public sealed record ErasingProgress(int Iteration, int Iterations, double Loss, double Seconds)
{
    /// <summary>The same as epochs of so many iterations.</summary>
    internal TrainingProgress InEpochs(int length, double learningRate, int batch) =>
        new(
            ((Iteration - 1) / length) + 1,
            (Iterations + length - 1) / length,
            ((Iteration - 1) % length) + 1,
            length,
            Loss,
            double.NaN,
            learningRate,
            Iteration * batch / Seconds,
            DisposeScopeManager.Statistics.ThreadTotalLiveCount,
            TimeSpan.FromSeconds(Seconds / Iteration * (Iterations - Iteration))
        );
}
