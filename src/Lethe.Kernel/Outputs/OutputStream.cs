namespace Lethe.Kernel.Outputs;

/// <summary>Which of the console's two streams a cell writes to.</summary>
public enum OutputStream
{
    Standard,
    Error,
}
