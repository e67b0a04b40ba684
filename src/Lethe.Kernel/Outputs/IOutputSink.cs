namespace Lethe.Kernel.Outputs;

/// <summary>Where the outputs of a cell go: to a Jupyter client or into a notebook file. Called by one thread at a time.</summary>
public interface IOutputSink
{
    void Write(OutputStream stream, string text);

    /// <param name="bundle">What to show.</param>
    /// <param name="id">A name to update it by; null if it stays as it is.</param>
    void Display(MimeBundle bundle, string? id);

    /// <summary>Replaces every output displayed under <paramref name="id"/>.</summary>
    void Update(MimeBundle bundle, string id);

    /// <summary>The value of the cell's last expression.</summary>
    void Result(MimeBundle bundle);

    /// <param name="wait">Clear only when the next output comes, so that nothing flickers.</param>
    void Clear(bool wait);

    void Fail(CellError error);

    /// <summary>Asks the person for a line.</summary>
    /// <exception cref="InvalidOperationException">Nobody is there to answer.</exception>
    /// <exception cref="OperationCanceledException">The cell was interrupted meanwhile.</exception>
    string Ask(string prompt, bool hidden, CancellationToken cancellation);
}
