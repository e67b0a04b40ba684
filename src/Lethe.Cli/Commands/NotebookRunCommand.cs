using Lethe.Cli.Notebooks;
using Lethe.Notebooks;

namespace Lethe.Cli.Commands;

/// <summary><c>lethe notebook run</c>: notebooks from top to bottom, without Jupyter.</summary>
internal static class NotebookRunCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new DocumentedCommand(
            "run",
            "Runs notebooks from top to bottom and writes executed copies. Exit code: 0 all cells ran, 1 a cell failed, 2 "
                + "timeout, 3 no such file, 4 not a notebook, 5 bad parameter, 6 not writable, 130 interrupted.",
            ("lethe notebook run notebooks/02_lau_method.ipynb", "writes runs/notebooks/02_lau_method.ipynb"),
            ("lethe notebook run notebooks/*.ipynb --parallel 2 --html --trx runs/notebooks.trx", "all of them, for a build server"),
            (
                "lethe notebook run notebooks/07_what_was_not_forgotten.ipynb --param profile=smoke --with slow",
                "other parameters, and the cells that take long"
            )
        );
        var files = NotebookCommand.Files();
        command.Add(files);
        var output = command.Text("--out", "Folder for the executed copies.", "DIR", Path.Combine("runs", "notebooks"));
        var inPlace = command.Flag("--in-place", "Write the outputs into the notebooks themselves.");
        var html = command.Flag("--html", "Also write each as a page that opens offline.");
        var trust = command.With(NotebookOptions.Trust());
        var trx = command.Text("--trx", "Also write a test report.", "FILE");
        var parameters = command.With(NotebookOptions.Parameters());
        var timeout = command.With(NotebookOptions.Timeout());
        var keepGoing = command.Flag("--keep-going", "Continue after a cell that failed.");
        var with = command.With(
            new Option<string[]>("--with")
            {
                Description = $"Also run cells with these tags, which are otherwise left out: {string.Join(", ", RunOptions.LeftOut)}.",
                HelpName = "TAGS",
            }
        );
        var parallel = command.With(NotebookOptions.Parallel());
        command.SetAction(
            (given, cancellation) =>
            {
                var options = new RunOptions
                {
                    Timeout = NotebookOptions.Limit(given.GetValue(timeout)),
                    KeepGoing = given.GetValue(keepGoing),
                    Parameters = NotebookOptions.Pairs(given.GetValue(parameters)),
                    With = Tags(given.GetValue(with) ?? []),
                };
                var job = new NotebookJob(given.GetRequiredValue(files), options)
                {
                    Folder = given.GetValue(inPlace) ? null : given.GetRequiredValue(output),
                    Html = given.GetValue(html),
                    Trust = given.GetValue(trust),
                    Trx = given.GetValue(trx),
                    Parallel = NotebookOptions.AtLeastOne(given.GetValue(parallel)),
                };
                return Task.Run(() => (int)NotebookJob.Worst(job.Run(terminal, cancellation)), CancellationToken.None);
            }
        );
        return command;
    }

    private static string[] Tags(string[] lists)
    {
        string[] tags =
        [
            .. lists.SelectMany(static list => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)),
        ];
        return tags.FirstOrDefault(static tag => !RunOptions.LeftOut.Contains(tag)) is { } unknown
            ? throw LetheException.Usage($"--with knows {string.Join(", ", RunOptions.LeftOut)}, not '{unknown}'.")
            : tags;
    }
}
