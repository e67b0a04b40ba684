namespace Lethe.Cli.Views;

/// <summary>Hands every report on at once, on the thread that made it; the framework's own goes through a queue and loses the order.</summary>
internal sealed class DirectProgress<T>(Action<T> handle) : IProgress<T>
{
    public void Report(T value) => handle(value);
}
