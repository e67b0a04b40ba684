namespace Lethe.Kernel.Compiling;

/// <summary>Code that is nested deeper than the compiler can follow; the message says where and how deep.</summary>
public sealed class TooDeepException(FormattableString message) : Exception(FormattableString.Invariant(message));
