namespace Lethe.Kernel.Outputs;

/// <summary>What <c>Console.In</c> is in a notebook: the person in front of it, asked line by line.</summary>
internal sealed class CellReader(Func<string> ask) : TextReader
{
    private readonly StringBuilder rest = new();

    public override string? ReadLine()
    {
        if (rest.Length > 0)
        {
            var line = rest.ToString().TrimEnd('\n');
            rest.Clear();
            return line;
        }
        return ask();
    }

    public override int Peek() => rest.Length > 0 ? rest[0] : -1;

    public override int Read()
    {
        if (rest.Length == 0)
        {
            rest.Append(ask()).Append('\n');
        }
        var first = rest[0];
        rest.Remove(0, 1);
        return first;
    }
}
