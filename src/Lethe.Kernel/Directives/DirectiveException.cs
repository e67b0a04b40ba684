namespace Lethe.Kernel.Directives;

/// <summary>A directive that could not be carried out.</summary>
public sealed class DirectiveException(string message, Exception? inner = null) : Exception(message, inner);
