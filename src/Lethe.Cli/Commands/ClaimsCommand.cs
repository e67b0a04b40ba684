using System.CommandLine;
using System.Globalization;
using Lethe.Experiments;
using Lethe.Runtime;

namespace Lethe.Cli.Commands;

/// <summary><c>lethe claims</c>: what the paper says in words, put to the test on a folder of records.</summary>
internal static class ClaimsCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new DocumentedCommand("claims", "Puts what the paper says in words to the test on a folder of records: LAU forgets, keeps the rest, is about as good as retraining, and fastest. Fails (1) if one does not hold.",
            ("lethe claims", "on the quick run"),
            ("lethe claims --records results", "on the kit's own records"));
        var records = CommonOptions.Text("--records", "A folder that `lethe reproduce` wrote, or one above several such folders.", "DIR", Path.Combine("runs", "quick"));
        command.Add(records);
        command.SetAction(parsed =>
        {
            var folder = parsed.GetRequiredValue(records);
            var claims = LauClaims.Of(RecordFolders.Records(folder)).ToList();
            if (claims.Count == 0)
            {
                throw LetheException.NotFound($"No network in {Path.GetFullPath(folder)} has records of its original, of Retrain and of LAU. Make them with `lethe reproduce lau`.");
            }
            foreach (var claim in claims)
            {
                terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{(claim.Holds ? "holds     " : "DOES NOT  ")} {Labels.Of(claim.Dataset)}, {Labels.Of(claim.Model)}, seed {claim.Seed}: {claim.Text}: {claim.Measured:0.####} (limit {claim.Limit:0.####})"));
            }
            return (int)(claims.All(static claim => claim.Holds) ? ExitCode.Ok : ExitCode.Failed);
        });
        return command;
    }
}
