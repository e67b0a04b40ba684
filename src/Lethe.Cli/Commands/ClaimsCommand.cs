using System.Globalization;
using Lethe.Data;
using Lethe.Detection.Tables;
using Lethe.Erasing.Tables;
using Lethe.Experiments.Records;
using Lethe.Experiments.Tables;
using Lethe.Models;
using Lethe.Unlearning.Tables;

namespace Lethe.Cli.Commands;

/// <summary><c>lethe claims</c>: what the papers say in words, put to the test on a folder of records.</summary>
internal static class ClaimsCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new DocumentedCommand(
            "claims",
            "Tests what the papers say in words on a folder of records. LAU forgets, keeps the rest, is about as good as "
                + "retraining, and is the fastest: exit code 1 if one of these does not hold. "
                + "QAD and its parts against the baseline: differences with 95 % intervals, which say better, worse or not told "
                + "apart, and never fail.",
            ("lethe claims", "on the quick run"),
            ("lethe claims --records results", "on the kit's own records")
        );
        var records = command.With(RecordFolders.Option());
        return command.Runs((given, _) => Run(terminal, given.GetRequiredValue(records)));
    }

    private static ExitCode Run(Terminal terminal, string folder)
    {
        var all = RecordFolders.Records(folder);
        var (claims, findings) = (LauClaims.Of(all).ToList(), QadFindings.Of(all).ToList());
        if (claims.Count + findings.Count == 0)
        {
            throw LetheException.NotFound(
                $"Nothing in {Path.GetFullPath(folder)} can be tested: no network has records of Original, Retrain and "
                    + $"LAU, and no detector has records of the baseline and of another training. Make them with `lethe "
                    + $"reproduce lau qad`."
            );
        }
        foreach (var claim in claims)
        {
            terminal.Out.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{(claim.Holds ? "holds     " : "DOES NOT  ")} {DatasetCatalog.All.TitleOf(claim.Dataset)}, "
                        + $"{ModelCatalog.All.TitleOf(claim.Model)}, {Forgotten(claim)}seed {claim.Seed}: {claim.Text}: "
                        + $"{claim.Measured:0.####} (limit {claim.Limit:0.####})"
                )
            );
        }
        foreach (var finding in findings)
        {
            terminal.Out.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{finding.Verdict, -15}{DatasetCatalog.All.TitleOf(finding.Dataset)}, {finding.Profile}: "
                        + $"{finding.Text}: {finding.Mean:+0.0;-0.0;0.0} points [{finding.Low:+0.0;-0.0;0.0}, "
                        + $"{finding.High:+0.0;-0.0;0.0}] ({finding.Runs})"
                )
            );
        }
        return claims.All(static claim => claim.Holds) ? ExitCode.Ok : ExitCode.Failed;
    }

    private static string Forgotten(Claim claim) =>
        claim.ForgetClass is { } number ? $"{DatasetCatalog.ClassOf(claim.Dataset, number)}, " : "";
}
