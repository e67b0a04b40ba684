namespace Lethe.Notebooks;

/// <summary>A notebook that cannot be read, run or written.</summary>
/// <param name="code">What the command returns.</param>
/// <param name="message">What failed, why, and what to do.</param>
public sealed class NotebookException(NotebookStatus code, string message, Exception? inner = null) : Exception(message, inner)
{
    public NotebookStatus Code { get; } = code;
}
