using Lethe.Kernel.Outputs;
using Microsoft.DotNet.Interactive.Formatting;

namespace Lethe.Kernel;

/// <summary>Something that a cell has displayed and may replace, from any later cell too.</summary>
public sealed class ShownValue : DisplayedValue
{
    private readonly IReadOnlyCollection<string> mimeTypes;

    internal ShownValue(object? value, MimeBundle bundle, IReadOnlyCollection<string> mimeTypes)
        : base(value, [.. bundle.Data.Select(static form => new FormattedValue(form.Key, form.Value))]) => this.mimeTypes = mimeTypes;

    /// <summary>Shows <paramref name="value"/> in its place.</summary>
    public new void Update(object? value) => Update(value, Notebook.CellToken);

    /// <summary>The same for what must be shown of a cell that was interrupted too.</summary>
    internal void UpdateEvenIfInterrupted(object? value) => Update(value, CancellationToken.None);

    private void Update(object? value, CancellationToken cancellation) =>
        Notebook.Output.Update(ValueFormatter.Format(value, cancellation, mimeTypes), DisplayId);
}
