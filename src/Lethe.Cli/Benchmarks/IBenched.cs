namespace Lethe.Cli.Benchmarks;

/// <summary>Something measured, and what the kit promises of it.</summary>
internal interface IBenched
{
    /// <summary>Null where the promise is not for this machine.</summary>
    bool? IsMet { get; }

    /// <summary>For a person.</summary>
    string[] Row();
}
