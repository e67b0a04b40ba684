namespace Lethe.Kernel.Language;

/// <summary>One thing that may stand at the cursor.</summary>
/// <param name="Text">To insert.</param>
/// <param name="Kind">In the words of Jupyter's front ends: class, method, property, …</param>
public sealed record CompletionItem(string Text, string Kind);
