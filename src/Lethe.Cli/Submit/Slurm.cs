using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Lethe.Cli.Submit;

/// <summary>Slurm's own commands, where they are installed.</summary>
internal static partial class Slurm
{
    /// <summary>The largest array of jobs that the cluster takes; null where there is no cluster to ask.</summary>
    public static int? MaxArraySize() =>
        Run("scontrol", ["show", "config"]) is (0, var text, _) && ArraySize().Match(text) is { Success: true } found
            ? int.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture)
            : null;

    /// <summary>Gives a script to bash.</summary>
    /// <returns>What it said.</returns>
    /// <exception cref="LetheException">There is no Slurm here, or it refused.</exception>
    public static string Submit(string script)
    {
        if (Run("sbatch", ["--version"]) is null)
        {
            throw LetheException.NotFound(
                "There is no sbatch here. Do this where Slurm's commands are, or leave out --yes and take the script there."
            );
        }
        return Run("bash", ["-s"], script) switch
        {
            (0, var said, _) => said,
            var (_, said, complaint) => throw new LetheException(
                ExitCode.Failed,
                $"Slurm refused: {complaint.Trim()}{(said.Length > 0 ? $" Before that: {said.Trim()}" : "")}"
            ),
            null => throw LetheException.NotFound("There is no bash here, which the script is for."),
        };
    }

    /// <summary>The tasks of a job that wait or run: each a state as Slurm names it, and why it waits.</summary>
    /// <returns>None for a job that has ended; null where there is no Slurm to ask.</returns>
    public static IReadOnlyList<(string State, string Reason)>? Queue(string job) =>
        Run("squeue", ["-h", "-j", job, "-r", "-o", "%T %r"]) switch
        {
            null => null,
            (0, var text, _) =>
            [
                .. text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                    .Select(static line => line.Split(' ', 2))
                    .Select(static words => (words[0], words.Length > 1 ? words[1].Trim('(', ')') : "")),
            ],
            // A job is forgotten some minutes after its end.
            (_, _, var complaint) when complaint.Contains("Invalid job id", StringComparison.Ordinal) => [],
            _ => null,
        };

    private static (int Code, string Out, string Error)? Run(string program, IEnumerable<string> arguments, string input = "")
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments)
                {
                    RedirectStandardInput = true,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                }
            )!;
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            process.StandardInput.Write(input);
            process.StandardInput.Close();
            process.WaitForExit();
            return (process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
        }
        catch (Win32Exception)
        {
            return null; // no such program
        }
    }

    [GeneratedRegex(@"^MaxArraySize\s*=\s*(\d+)", RegexOptions.Multiline)]
    private static partial Regex ArraySize();
}
