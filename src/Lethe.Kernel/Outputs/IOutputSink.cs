namespace Lethe.Kernel.Outputs;

/// <summary>Where the outputs of a cell go: to a Jupyter client or into a notebook file. Called by one thread at a time.</summary>
public interface IOutputSink
{
    void Write(OutputStream stream, string text);

    /// <summary>With a name to update it by, unless it stays as it is.</summary>
    void Display(MimeBundle bundle, string? id);

    /// <summary>Replaces every output displayed under <paramref name="id"/>.</summary>
    void Update(MimeBundle bundle, string id);

    /// <summary>The value of the cell's last expression.</summary>
    void Result(MimeBundle bundle);

    /// <summary>To be read beside the notebook, where a front end has a place for that; no file keeps it.</summary>
    void Page(MimeBundle bundle) { }

    /// <summary>At once, or only when the next output comes, so that nothing flickers.</summary>
    void Clear(bool wait);

    void Fail(CellError error);

    /// <summary>Asks the person for a line.</summary>
    /// <exception cref="InvalidOperationException">Nobody is there to answer.</exception>
    /// <exception cref="OperationCanceledException">The cell was interrupted meanwhile.</exception>
    string Ask(string prompt, bool hidden, CancellationToken cancellation);
}
