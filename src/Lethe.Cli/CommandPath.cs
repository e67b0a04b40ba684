using System.CommandLine;
using System.CommandLine.Parsing;

namespace Lethe.Cli;

/// <summary>How a command is called: <c>lethe data get</c>.</summary>
internal static class CommandPath
{
    public static string Of(CommandResult result)
    {
        var names = new List<string>();
        for (SymbolResult? at = result; at is not null; at = at.Parent)
        {
            if (at is CommandResult { Command: not RootCommand } command)
            {
                names.Insert(0, command.Command.Name);
            }
        }
        return string.Join(' ', ["lethe", .. names]);
    }
}
