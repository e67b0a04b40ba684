namespace Lethe.Kernel;

/// <summary>The running cell, under the name that notebooks written for .NET Interactive ask for it.</summary>
public class KernelInvocationContext
{
    private static readonly AsyncLocal<KernelInvocationContext?> Flowing = new();
    private static readonly KernelInvocationContext None = new(CancellationToken.None);

    internal KernelInvocationContext(CancellationToken cancellation) => CancellationToken = cancellation;

    /// <summary>The cell that the calling code belongs to.</summary>
    public static KernelInvocationContext Current => Flowing.Value ?? None;

    /// <summary>Cancelled at once when a person presses stop.</summary>
    public CancellationToken CancellationToken { get; }

    internal void Enter() => Flowing.Value = this;
}
