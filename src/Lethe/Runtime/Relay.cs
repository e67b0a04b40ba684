namespace Lethe.Runtime;

/// <summary>Passes progress on at once and in order; <see cref="Progress{T}"/> would post it to a thread pool.</summary>
public sealed class Relay<T>(Action<T> told) : IProgress<T>
{
    public void Report(T value) => told(value);
}
