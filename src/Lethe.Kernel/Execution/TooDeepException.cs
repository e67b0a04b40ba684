namespace Lethe.Kernel.Execution;

/// <summary>Code that is nested deeper than the compiler can follow; the message says where and how deep.</summary>
public sealed class TooDeepException(string message) : Exception(message);
