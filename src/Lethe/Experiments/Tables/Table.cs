using Lethe.Experiments.Published;
using Lethe.Runtime;

namespace Lethe.Experiments.Tables;

/// <summary>A table of the kit: what it shows of records, what it is compared with, how it is read.</summary>
public abstract class Table : IEntry
{
    /// <summary>Of the table, and of the published one beside it if there is one.</summary>
    public abstract string Name { get; }

    public abstract string Title { get; }

    /// <summary>The experiment whose records it shows.</summary>
    public virtual string Source => Name;

    /// <summary>Makes it from the records of one data set and profile.</summary>
    public abstract ResultTable Build(TableData data);

    /// <summary>The numbers as printed; null where the paper has no such table.</summary>
    protected PublishedTable? Published => PublishedTables.Find(Name);
}
