using Lethe.Cli.Notebooks;
using Lethe.Notebooks;

namespace Lethe.Cli.Commands;

/// <summary><c>lethe gallery</c>: all notebooks executed, as pages with an index.</summary>
internal static class GalleryCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new DocumentedCommand(
            "gallery",
            "Runs the notebooks and turns them into pages that open offline, with an index. Exit codes: those of 'lethe notebook run'.",
            ("lethe gallery --out site", "all notebooks of this folder's notebooks/"),
            ("lethe gallery --out site --param profile=smoke --parallel 2", "the smallest profile, two at a time"),
            ("lethe gallery notebooks/0[1-3]*.ipynb --out site --as-saved", "three of them, with their saved outputs")
        );
        var files = new Argument<string[]>("FILES")
        {
            Description = "Notebooks (.ipynb). [default: notebooks/*.ipynb]",
            Arity = ArgumentArity.ZeroOrMore,
        };
        command.Add(files);
        var output = command.Required("--out", "Folder for the gallery.", "DIR");
        var parameters = command.With(NotebookOptions.Parameters());
        var asSaved = command.Flag("--as-saved", "Run nothing: show the outputs that the notebooks were saved with.");
        var timeout = command.With(NotebookOptions.Timeout());
        var parallel = command.With(NotebookOptions.Parallel());
        var trust = command.With(NotebookOptions.Trust());
        command.SetAction(
            (parsed, cancellation) =>
            {
                var options = new RunOptions
                {
                    Timeout = NotebookOptions.Limit(parsed.GetValue(timeout)),
                    Parameters = NotebookOptions.Pairs(parsed.GetValue(parameters)),
                };
                if (parsed.GetValue(asSaved) && (options.Timeout is not null || options.Parameters.Count > 0))
                {
                    throw LetheException.Usage("--as-saved runs nothing, so --param and --timeout do not go with it.");
                }
                var job = new GalleryJob(Notebooks(parsed.GetValue(files) ?? []), options)
                {
                    Folder = parsed.GetRequiredValue(output),
                    Parallel = NotebookOptions.AtLeastOne(parsed.GetValue(parallel)),
                    AsSaved = parsed.GetValue(asSaved),
                    Trust = parsed.GetValue(trust),
                };
                return Task.Run(() => (int)job.Run(terminal, cancellation), CancellationToken.None);
            }
        );
        return command;
    }

    private static string[] Notebooks(string[] named)
    {
        if (named.Length > 0)
        {
            return named;
        }
        var folder = Path.GetFullPath("notebooks");
        string[] found = Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.ipynb").Order(StringComparer.Ordinal)] : [];
        return found.Length > 0
            ? found
            : throw new NotebookException(
                NotebookStatus.NotFound,
                $"There are no notebooks in {folder}. Name some, or make a folder of the kit's with `lethe new workshop`."
            );
    }
}
