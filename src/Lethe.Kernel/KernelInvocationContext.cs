using Lethe.Kernel.Execution;

namespace Lethe.Kernel;

/// <summary>The running cell, under the name that notebooks written for .NET Interactive ask for it.</summary>
public sealed class KernelInvocationContext
{
    private static readonly AsyncLocal<KernelInvocationContext?> Flowing = new();
    private static readonly KernelInvocationContext None = new();

    internal KernelInvocationContext(RunningCell cell) => (Cell, CancellationToken) = (cell, cell.Token);

    private KernelInvocationContext() => CancellationToken = CancellationToken.None;

    /// <summary>The cell that the calling code belongs to.</summary>
    public static KernelInvocationContext Current => Flowing.Value ?? None;

    /// <summary>Cancelled when the cell is interrupted.</summary>
    public CancellationToken CancellationToken { get; }

    internal RunningCell? Cell { get; }

    internal void Enter() => Flowing.Value = this;
}
