namespace Lethe.Kernel;

/// <summary>The kernel cannot start.</summary>
/// <param name="exitCode">What the process returns.</param>
/// <param name="message">What failed, why, and what to do.</param>
public sealed class KernelStartException(int exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    public int ExitCode { get; } = exitCode;
}
