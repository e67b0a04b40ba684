namespace Lethe.Kernel.Outputs;

/// <summary>Which of the two text streams a cell writes to.</summary>
public enum OutputStream
{
    /// <summary><c>Console.Out</c>.</summary>
    Standard,

    /// <summary><c>Console.Error</c>.</summary>
    Error,
}
