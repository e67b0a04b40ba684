using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Lethe.Cli.Benchmarks;

/// <summary>A Python that has torch, running <c>tests/reference/training.py</c>: it does what is named to it, and says
/// what that took.</summary>
internal sealed class ServedPyTorch : IDisposable
{
    private readonly Process process;
    private readonly Task<string> complaints;

    /// <param name="options">Of the script.</param>
    /// <exception cref="LetheException">It does not start, has no torch, or fails.</exception>
    public ServedPyTorch(string python, CancellationToken cancellation, params IEnumerable<string> options)
    {
        try
        {
            process = Process.Start(
                new ProcessStartInfo(python, ["-c", Embedded.Text(typeof(ServedPyTorch), "training.py"), "--serve", .. options])
                {
                    RedirectStandardInput = true,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                }
            )!;
        }
        catch (Win32Exception error)
        {
            throw LetheException.NotFound($"{python} does not start: {error.Message}. Name a Python that has torch: --beside python3");
        }
        complaints = process.StandardError.ReadToEndAsync(cancellation);
        Version = Answer();
    }

    public string Version { get; }

    /// <summary>Runs an epoch, or the steps of the diffusion model.</summary>
    /// <param name="parameters">How many the network has here: as many there, or it is another one.</param>
    /// <returns>Seconds.</returns>
    /// <exception cref="LetheException">It fails, or compares other networks.</exception>
    public double Seconds(string network, long parameters)
    {
        process.StandardInput.WriteLine(network);
        process.StandardInput.Flush();
        var answer = Answer().Split(' ');
        var theirs = long.Parse(answer[1], CultureInfo.InvariantCulture);
        return theirs == parameters
            ? double.Parse(answer[0], CultureInfo.InvariantCulture)
            : throw new LetheException(
                ExitCode.Failed,
                $"{network} has {parameters} parameters here and {theirs} in PyTorch: that is another network, and nothing to compare."
            );
    }

    public void Dispose()
    {
        try
        {
            process.StandardInput.Close(); // upon which it ends
        }
        catch (IOException)
        {
            // It has ended.
        }
        process.WaitForExit();
        process.Dispose();
    }

    // Its last line says what went wrong.
    private string Answer() =>
        process.StandardOutput.ReadLine()
        ?? throw new LetheException(
            ExitCode.Failed,
            $"{process.StartInfo.FileName} ended: {complaints.Result.Trim().Split('\n')[^1]}. It needs torch (Debian: python3-torch)."
        );
}
