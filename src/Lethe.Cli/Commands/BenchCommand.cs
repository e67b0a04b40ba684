using System.CommandLine;

namespace Lethe.Cli.Commands;

internal static class BenchCommand
{
    public static Command Create(Terminal terminal) => new DocumentedCommand("bench", "x");
}
