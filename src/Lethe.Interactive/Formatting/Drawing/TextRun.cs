namespace Lethe.Interactive.Formatting.Drawing;

/// <param name="Text">Without marks.</param>
/// <param name="IsBold">Bold.</param>
/// <param name="IsItalic">Italic.</param>
/// <param name="Shift"><c>sub</c>, <c>super</c> or null.</param>
internal readonly record struct TextRun(string Text, bool IsBold, bool IsItalic, string? Shift)
{
    public bool IsPlain => !IsBold && !IsItalic && Shift is null;
}
