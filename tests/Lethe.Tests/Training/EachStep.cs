using Lethe.Training;

namespace Lethe.Tests.Training;

/// <summary>Calls back at once, on the thread that reports; <see cref="Progress{T}"/> would not.</summary>
internal sealed class EachStep(Action<TrainingProgress> act) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value) => act(value);
}
