using System.Text;
using Spectre.Console;

namespace Lethe.Cli.Output;

/// <summary>Where a console writes to, through a <see cref="PlainDirectionWriter"/>.</summary>
internal sealed class PlainDirectionOutput(IAnsiConsoleOutput inner) : IAnsiConsoleOutput
{
    public TextWriter Writer { get; } = new PlainDirectionWriter(inner.Writer);

    public bool IsTerminal => inner.IsTerminal;

    public int Width => inner.Width;

    public int Height => inner.Height;

    public void SetEncoding(Encoding encoding) => inner.SetEncoding(encoding);
}
