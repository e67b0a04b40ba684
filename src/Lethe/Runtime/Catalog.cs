using System.Collections;

namespace Lethe.Runtime;

/// <summary>Entries by name, in the order of the tables. Safe for several threads.</summary>
/// <param name="what">For messages: "method".</param>
public sealed class Catalog<T>(string what, params IEnumerable<T> entries) : IReadOnlyCollection<T>
    where T : class, IEntry
{
    private readonly Lock gate = new();
    private volatile T[] entries = [.. entries];

    public IReadOnlyList<string> Names => [.. entries.Select(static entry => entry.Name)];

    public int Count => entries.Length;

    public T? Find(string name) => Array.Find(entries, entry => entry.Name == name);

    /// <exception cref="LetheException">Usage: no such entry.</exception>
    public T Get(string name) => Find(name) ?? throw Unknown(name);

    public string TitleOf(string name) => Find(name)?.Title ?? name;

    /// <summary>The name that the papers' numbers stand beside; the name itself where it stands for nothing else.</summary>
    public string PublishedName(string name) => Find(name)?.StandsFor ?? name;

    /// <summary><paramref name="found"/> without repetitions: what is listed in its order, then the rest by name.</summary>
    public IReadOnlyList<string> InOrder(params IEnumerable<string> found)
    {
        var names = Names.Index().ToDictionary(static pair => pair.Item, static pair => pair.Index, StringComparer.Ordinal);
        return
        [
            .. found
                .Distinct()
                .OrderBy(name => names.GetValueOrDefault(name, int.MaxValue))
                .ThenBy(static name => name, StringComparer.Ordinal),
        ];
    }

    /// <summary>What was asked for, in the order of the list; <paramref name="usual"/> if nothing was.</summary>
    /// <exception cref="LetheException">Usage: an unknown name.</exception>
    public IReadOnlyList<string> Chosen(IReadOnlyList<string>? asked, IReadOnlyList<string> usual, params IReadOnlyList<string> also) =>
        Choice.Of(asked, [.. also, .. Names], usual, what);

    /// <summary>One more entry, at the end, until what is returned is disposed.</summary>
    public IDisposable Add(T entry)
    {
        lock (gate)
        {
            entries = Find(entry.Name) is null
                ? [.. entries, entry]
                : throw new ArgumentException($"There is a {what} '{entry.Name}' already.", nameof(entry));
        }
        return new Removal(this, entry);
    }

    public IEnumerator<T> GetEnumerator() => entries.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private LetheException Unknown(string name) => LetheException.Usage($"There is no {what} '{name}'. Known: {string.Join(", ", Names)}.");

    private sealed class Removal(Catalog<T> catalog, T entry) : IDisposable
    {
        public void Dispose()
        {
            lock (catalog.gate)
            {
                catalog.entries = [.. catalog.entries.Where(other => other != entry)];
            }
        }
    }
}
