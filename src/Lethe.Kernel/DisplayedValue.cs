using Lethe.Kernel.Outputs;

namespace Lethe.Kernel;

/// <summary>Something that a cell has displayed and may replace, from any later cell too.</summary>
public sealed class DisplayedValue
{
    private readonly IReadOnlyCollection<string> mimeTypes;

    internal DisplayedValue(string id, IReadOnlyCollection<string> mimeTypes) => (Id, this.mimeTypes) = (id, mimeTypes);

    /// <summary>The display id of the Jupyter protocol.</summary>
    public string Id { get; }

    /// <summary>Shows <paramref name="value"/> in its place.</summary>
    public void Update(object? value) => Update(value, Notebook.CellToken);

    /// <summary>The same for what must be shown of a cell that was interrupted too.</summary>
    internal void UpdateEvenIfInterrupted(object? value) => Update(value, CancellationToken.None);

    private void Update(object? value, CancellationToken cancellation) =>
        Notebook.Output.Update(ValueFormatter.Format(value, cancellation, mimeTypes), Id);
}
