namespace Lethe.Kernel.Language;

/// <summary>What may stand at the cursor, and which text it replaces.</summary>
/// <param name="Start">Index of the first character to replace.</param>
/// <param name="End">Index after the last one.</param>
/// <param name="Items">Best first.</param>
public sealed record CompletionList(int Start, int End, IReadOnlyList<CompletionItem> Items);
