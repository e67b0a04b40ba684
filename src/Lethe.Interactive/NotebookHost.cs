namespace Lethe.Interactive;

/// <summary>The notebook that this code runs in. The kit's kernel sets it, and <see cref="MicrosoftKernel"/> does; in any other program
/// nothing is set, and progress goes to the console.</summary>
public static class NotebookHost
{
    /// <summary>Shows a value now, and returns how to show another in its place.</summary>
    public static Func<object, Action<object>>? Display { get; set; }

    /// <summary>The token that is cancelled when the running cell is interrupted.</summary>
    public static Func<CancellationToken>? Cancellation { get; set; }
}
