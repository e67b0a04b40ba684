using Microsoft.DotNet.Interactive.Formatting;

namespace Lethe.Kernel.Outputs;

/// <summary>What cells and libraries display with the formatters' library alone, on its way into the running cell's output.</summary>
internal static class LibraryDisplays
{
    private static IDisposable? subscription;

    /// <summary>From here on; once.</summary>
    public static void Follow() => subscription ??= Formatter.SubscribeToDisplayedValues(Show);

    private static void Show(DisplayedValue shown)
    {
        var forms = new Dictionary<string, string>();
        foreach (var form in shown.FormattedValues)
        {
            forms[form.MimeType] = form.Value;
        }
        var bundle = ValueFormatter.Complete(shown.Value, forms);
        if (shown.IsUpdated)
        {
            CellOutput.Current?.Update(bundle, shown.DisplayId);
        }
        else
        {
            CellOutput.Current?.Display(bundle, shown.DisplayId);
        }
    }
}
