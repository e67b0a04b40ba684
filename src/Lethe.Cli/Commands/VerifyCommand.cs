using System.Text;
using Lethe.Cli.Views;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Experiments.Verify;
using Lethe.Experiments.Verify.Checks;
using Lethe.Interactive.Runs;
using Spectre.Console;

namespace Lethe.Cli.Commands;

/// <summary><c>lethe verify</c>: whether the records in a folder are true.</summary>
internal sealed class VerifyCommand
{
    private const string PageName = "verify.html",
        JsonName = "verify.json";

    private readonly Option<string> records,
        output;
    private readonly Option<string[]> tables;
    private readonly Option<double> minutes;
    private readonly Option<int?> seed;
    private readonly Option<string?> dataDir;
    private readonly Option<bool> json;

    private VerifyCommand(DocumentedCommand command)
    {
        records = command.With(RecordFolders.Option());
        tables = command.Names("--tables", "Only records of these, separated by commas. [default: all that there are]");
        minutes = command.With(
            CommonOptions.Number(
                "--minutes",
                "How long it may take; what takes longer is stopped. 0 only checks what there is.",
                "N",
                10.0,
                0.0
            )
        );
        seed = command.With(CommonOptions.OwnNumber("--seed", "Of the draw. [default: another one each time]", "N", 0));
        output = command.Text("--out", $"Where {PageName} and {JsonName} go.", "DIR", Path.Combine("runs", "verify"));
        dataDir = command.With(CommonOptions.DataDir());
        json = command.With(CommonOptions.Json($"Write {JsonName} to stdout too, and everything else to stderr."));
    }

    public static Command Create(Terminal terminal)
    {
        var command = new DocumentedCommand(
            "verify",
            "Tells whether records are true. All are checked against themselves and each other; some, drawn at random for the "
                + "time there is, are computed again in an empty folder and compared. Exit code 1 if one does not hold.",
            ("lethe verify --records results/quick", "the kit's own records, ten minutes"),
            ("lethe verify --records results/quick --tables lau --minutes 3 --seed 7", "one table, and a draw that can be repeated"),
            ("lethe verify --records paper/records --out review", "a page and a JSON to attach to a review"),
            ("lethe verify --records results --minutes 0", "the checks alone: seconds")
        );
        var options = new VerifyCommand(command);
        return command.Runs((given, cancellation) => options.Run(terminal, given, cancellation));
    }

    private ExitCode Run(Terminal terminal, ParseResult given, CancellationToken cancellation)
    {
        var folder = given.GetRequiredValue(records);
        var all = new Dictionary<RunRecord, RecordStore>(ReferenceEqualityComparer.Instance);
        foreach (var store in RecordFolders.Stores(folder))
        {
            foreach (var record in store.Latest())
            {
                all[record] = store;
            }
        }
        var chosen = given.GetValue(seed) ?? Random.Shared.Next(1_000_000);
        var screen = given.GetValue(json) ? terminal.ErrorScreen : terminal.Screen;
        screen.Profile.Out.Writer.WriteLine(FormattableString.Invariant($"Seed of the draw: {chosen}."));
        TorchRuntime.Load();
        var scratch = Directory.CreateTempSubdirectory("lethe-verify-").FullName;
        try
        {
            var report = Verify(screen, all, Request(given, chosen, scratch), cancellation);
            Write(terminal, screen, report, folder, given.GetRequiredValue(output), given.GetValue(json));
            return report.Holds ? ExitCode.Ok : ExitCode.Failed;
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private VerifyRequest Request(ParseResult given, int seed, string scratch) =>
        new()
        {
            Tables = given.GetValue(tables) is { Length: > 0 } names ? names : null,
            Time = TimeSpan.FromMinutes(given.GetRequiredValue(minutes)),
            Seed = seed,
            Scratch = scratch,
            DataDir = given.GetValue(dataDir),
        };

    private static VerifyReport Verify(
        IAnsiConsole screen,
        IReadOnlyDictionary<RunRecord, RecordStore> records,
        VerifyRequest request,
        CancellationToken cancellation
    )
    {
        var state = new RunState("verify", 0, TimeProvider.System);
        return LiveRun.Show(
            screen,
            state,
            progress =>
                new Verification([.. records.Keys], request)
                {
                    Arrays = record => records[record].TryArrays(record),
                    Progress = progress,
                    Drawn = state.Expect,
                }.Run(cancellation)
        );
    }

    private static void Write(Terminal terminal, IAnsiConsole screen, VerifyReport report, string folder, string output, bool asJson)
    {
        var said = screen.Profile.Out.Writer;
        foreach (var one in report.Suspicions)
        {
            said.WriteLine($"{(one.IsProof ? "refuted" : "unlikely"), -15}{CellTitle.Of(one.Record.Cell)}: {one.Text}");
        }
        foreach (var cell in report.Cells.OrderByDescending(static cell => cell.Verdict))
        {
            var worst = cell
                .Metrics.Where(static one => one.Verdict != CellVerdict.Same)
                .Select(static one => FormattableString.Invariant($": {one.Metric} {one.Claimed:G6} there, {one.Recomputed:G6} here"));
            said.WriteLine(
                $"{VerifySentences.Word(cell.Verdict), -15}{CellTitle.Of(cell.Claimed.Cell)}{cell.Why ?? worst.FirstOrDefault()}"
            );
        }
        foreach (var sentence in VerifySentences.Of(report))
        {
            said.WriteLine(sentence);
        }
        var json = VerifyJson.Of(report);
        LetheHome.Ensure(output);
        WholeFile.Write(Path.Combine(output, PageName), Advice, Encoding.UTF8.GetBytes(VerifyPage.Render(report, folder)));
        WholeFile.Write(Path.Combine(output, JsonName), Advice, Encoding.UTF8.GetBytes(json));
        said.WriteLine($"The page and the JSON for a review are in {Path.GetFullPath(output)}.");
        if (asJson)
        {
            terminal.Out.WriteLine(json);
        }
    }

    private const string Advice = "Choose another folder with --out.";
}
