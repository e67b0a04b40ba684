using System.Text;

namespace Lethe.Cli.Output;

/// <summary>Writes on to another writer, with <see cref="DirectionControls"/> made visible: a file's name cannot read as another.</summary>
internal sealed class PlainDirectionWriter(TextWriter inner) : TextWriter(inner.FormatProvider)
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Write([value]);

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer)
    {
        if (DirectionControls.Contains(buffer))
        {
            inner.Write(DirectionControls.Show(buffer.ToString()));
        }
        else
        {
            inner.Write(buffer);
        }
    }

    public override void Flush() => inner.Flush();
}
