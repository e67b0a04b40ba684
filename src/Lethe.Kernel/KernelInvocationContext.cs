using Microsoft.DotNet.Interactive.Formatting;

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

    public Kernel HandlingKernel => Kernel.Root;

    /// <inheritdoc cref="Notebook.display"/>
    public ShownValue Display(object? value, params string[] mimeTypes) => Notebook.display(value, mimeTypes);

    /// <summary>Shows text as the mime type it is.</summary>
    public DisplayedValue DisplayAs(string value, string mimeType) => value.DisplayAs(mimeType);

    internal void Enter() => Flowing.Value = this;
}
