namespace Lethe.Experiments.Runs;

/// <summary>How something is taken from a <see cref="Cache{T, TResult}"/>.</summary>
public readonly record struct CacheUse
{
    /// <summary>Make it again.</summary>
    public bool IsFresh { get; init; }

    /// <summary>Do not make it: somebody else was to.</summary>
    public bool MustBeThere { get; init; }

    /// <summary>Told who is making it, while that is waited for.</summary>
    public Action<string>? Waiting { get; init; }

    public CancellationToken Cancellation { get; init; }
}
