namespace Lethe.Kernel.Language;

/// <summary>What may stand at the cursor, best first, with its kind in the words of Jupyter's front ends (class, method, …); and which text
/// it replaces: from an index to before another.</summary>
internal sealed record CompletionList(int Start, int End, IReadOnlyList<(string Text, string Kind)> Items);
