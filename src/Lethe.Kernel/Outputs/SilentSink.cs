namespace Lethe.Kernel.Outputs;

/// <summary>Where the outputs of a silent cell go: nowhere.</summary>
internal sealed class SilentSink : IOutputSink
{
    public static SilentSink Instance { get; } = new();

    public void Write(OutputStream stream, string text) { }

    public void Display(MimeBundle bundle, string? id) { }

    public void Update(MimeBundle bundle, string id) { }

    public void Result(MimeBundle bundle) { }

    public void Clear(bool wait) { }

    public void Fail(CellError error) { }

    public string Ask(string prompt, bool hidden, CancellationToken cancellation) =>
        throw new InvalidOperationException("A silent cell cannot ask.");
}
