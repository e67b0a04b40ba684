using System.ComponentModel;
using System.Diagnostics;

namespace Lethe.Faces.Films;

// One run of ffmpeg: pictures go in and out through pipes, and it never outlives the wait for it.
internal sealed class FfmpegRun(string path, IReadOnlyList<string> arguments)
{
    private const int MostWords = 1 << 16;

    // Starts it, and waits; after the patience it is killed. Gives at most so many bytes of its standard output, its exit code, the first
    // of the words it said, and the last line of them.
    public async Task<(byte[] Output, int Code, string Words, string Last)> EndAsync(
        ReadOnlyMemory<byte> input,
        long most,
        TimeSpan patience,
        CancellationToken cancel
    )
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(patience);
        using var process = Start();
        try
        {
            // A killed process closes its pipes, and every read and write below ends.
            await using var killing = limit.Token.UnsafeRegister(static process => Kill((Process)process!), process);
            var (reading, listening, writing) = (ReadAsync(process, most), ListenAsync(process.StandardError), WriteAsync(process, input));
            await Task.WhenAll(reading, listening, writing);
            await process.WaitForExitAsync(CancellationToken.None);
            cancel.ThrowIfCancellationRequested();
            var output = limit.IsCancellationRequested
                ? throw Failed($"did not end within {patience.TotalSeconds:F0} s and was stopped")
                : await reading ?? throw Failed($"wrote more than the {most} bytes that were expected and was stopped");
            var (words, last) = await listening;
            return (output, process.ExitCode, words, last);
        }
        finally
        {
            Kill(process);
        }
    }

    public LetheException Failed(string what) => new(ExitCode.Failed, $"{path} {what} (its arguments: {string.Join(' ', arguments)})");

    private Process Start()
    {
        var start = new ProcessStartInfo(path, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            CreateNoWindow = true,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw LetheException.BadFile($"{path} cannot be started: {error.Message}. {Ffmpeg.Advice}", error);
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // it has ended
        }
    }

    // Null if there is more than asked for.
    private static async Task<byte[]?> ReadAsync(Process process, long most)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[1 << 16];
        while (await process.StandardOutput.BaseStream.ReadAsync(buffer) is > 0 and var count)
        {
            if (bytes.Length + count > most)
            {
                Kill(process);
                return null;
            }
            bytes.Write(buffer, 0, count);
        }
        return bytes.ToArray();
    }

    private static async Task WriteAsync(Process process, ReadOnlyMemory<byte> input)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It stopped reading: its exit code and its number of frames say what became of it.
        }
    }

    private static async Task<(string Words, string Last)> ListenAsync(StreamReader errors)
    {
        var (words, last) = (new StringBuilder(), "it said nothing.");
        while (await errors.ReadLineAsync() is { } line)
        {
            words.Append(words.Length < MostWords ? $"{line}\n" : "");
            last = string.IsNullOrWhiteSpace(line) ? last : line.Trim();
        }
        return (words.ToString(), last.Length > 300 ? last[..300] : last);
    }
}
