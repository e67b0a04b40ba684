using Lethe.Cli.Lists;
using Lethe.Cli.Views;

namespace Lethe.Cli.Commands;

/// <summary><c>lethe list</c>: what the catalogues hold. The lists in the documents are its output.</summary>
internal static class ListCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new DocumentedCommand(
            "list",
            "Lists what there is: tables with their records, methods, networks, data sets, notebooks. Computes nothing.",
            ("lethe list", "every list, by name alone"),
            ("lethe list tables", "each experiment, what it shows, and which records of it come with the kit"),
            ("lethe list tables qad qad-aware", "these two"),
            ("lethe list notebooks --format markdown", "as in the README")
        );
        var kind = new Argument<string?>("KIND")
        {
            Description = $"{string.Join(", ", Listing.All.Names)}. [default: all of them, by name alone]",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var names = new Argument<string[]>("NAME") { Description = "Only these. [default: all]", Arity = ArgumentArity.ZeroOrMore };
        command.Add(kind);
        command.Add(names);
        var format = command.Text("--format", "text (to read) or markdown (for documents).", "FORMAT", "text");
        return command.Runs(
            (given, _) =>
            {
                Write(terminal, given.GetValue(kind), given.GetValue(names)!, given.GetRequiredValue(format));
                return ExitCode.Ok;
            }
        );
    }

    private static void Write(Terminal terminal, string? kind, IReadOnlyList<string> names, string format)
    {
        if (kind is null)
        {
            PlainTable.Write(
                terminal,
                ["List", "Names"],
                Listing.All.Select(static one => new[] { one.Name, string.Join(", ", one.Names) })
            );
            return;
        }
        var listing = Listing.All.Get(kind);
        var rows = listing.Rows(names);
        switch (format)
        {
            case "text":
                PlainTable.Write(terminal, listing.Columns, rows);
                break;
            case "markdown":
                terminal.Out.Write(listing.Markdown(rows));
                break;
            default:
                throw LetheException.Usage($"--format wants text or markdown, not '{format}'.");
        }
    }
}
