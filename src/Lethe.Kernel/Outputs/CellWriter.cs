namespace Lethe.Kernel.Outputs;

/// <summary>What <c>Console.Out</c> and <c>Console.Error</c> are in a notebook: the output of the cell that writes.</summary>
/// <param name="fallback">For what is written before the first cell.</param>
internal sealed class CellWriter(OutputStream stream, TextWriter fallback) : TextWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    public override string NewLine => "\n";

    public override void Write(char value) => Write([value]);

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer)
    {
        if (CellOutput.Current is { } output)
        {
            output.Write(stream, buffer);
        }
        else
        {
            fallback.Write(buffer);
        }
    }

    // The text and its line end in one piece, so that two threads' lines do not mix.
    public override void WriteLine(string? value) => Write(string.Concat(value, "\n"));

    public override void WriteLine(ReadOnlySpan<char> buffer) => Write(string.Concat(buffer, "\n"));

    public override void Flush() => CellOutput.Current?.Flush();
}
