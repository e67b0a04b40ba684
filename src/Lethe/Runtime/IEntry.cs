namespace Lethe.Runtime;

/// <summary>Something that a <see cref="Catalog{T}"/> lists: it says itself what it is called.</summary>
public interface IEntry
{
    /// <summary>For the command line and records: <c>negative-gradient</c>.</summary>
    string Name { get; }

    /// <summary>For tables and figures: <c>Negative Gradient</c>.</summary>
    string Title { get; }

    /// <summary>The name by which the papers' numbers go for what it stands for; null where it is that itself, or nothing of
    /// theirs.</summary>
    string? StandsFor => null;
}
