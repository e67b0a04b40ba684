namespace Lethe.Experiments.Tables;

/// <summary>A table of the kit: what it shows of records, what it is compared with, how it is read.</summary>
/// <param name="name">Of the table, and of the published one beside it if there is one.</param>
/// <param name="title">Null for the published table's.</param>
/// <param name="source">The experiment whose records it shows; null for one of its own name.</param>
public abstract class Table(string name, string? title = null, string? source = null) : IEntry
{
    public string Name => name;

    public string Title => title ?? Published!.Title;

    public string Source => source ?? name;

    /// <summary>Makes it from the records of one data set and profile.</summary>
    public abstract ResultTable Build(TableData data);

    /// <summary>The numbers as printed; null where the paper has no such table.</summary>
    protected PublishedTable? Published => PublishedTables.Find(name);
}
