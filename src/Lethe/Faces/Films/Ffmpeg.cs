using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Paths = System.IO.Path;

namespace Lethe.Faces.Films;

/// <summary>The ffmpeg of this machine, found and tried once. It is started without a shell; pictures go in and out through
/// pipes.</summary>
public sealed partial class Ffmpeg
{
    /// <summary>The environment variable that names the program; without it, it is looked for on the PATH.</summary>
    public const string Variable = "LETHE_FFMPEG";

    internal const string Advice =
        $"Install ffmpeg 4.4 or later with libx264 (Debian, Ubuntu: apt install ffmpeg; macOS: brew install ffmpeg; Windows: "
        + $"winget install ffmpeg), or name one with {Variable}.";
    private const int ProbeSide = 16;
    private static readonly TimeSpan ProbePatience = TimeSpan.FromSeconds(30);
    private static readonly ConcurrentDictionary<string, Ffmpeg> Known = new();

    private Ffmpeg(string path) => Path = path;

    public string Path { get; }

    /// <summary>As it names itself, for example 5.1.9-0+deb12u1.</summary>
    public string Version { get; private init; } = "";

    /// <summary>The build of its encoder, on which the encoded bytes depend: for example 164 r3095 baee400.</summary>
    public string X264 { get; private init; } = "unknown";

    // Every decoded frame once, whatever its time stamp: since 5.1 the option that says so has another name.
    internal string EveryFrame { get; private init; } = "";

    /// <summary>Finds the program and tries it, once for each path.</summary>
    /// <exception cref="LetheException">There is none (NotFound); it is broken, older than 4.4 or without libx264 (BadFile).</exception>
    public static Ffmpeg Find() => At(Locate());

    /// <inheritdoc cref="Find"/>
    public static Ffmpeg At(string path) =>
        Known.GetOrAdd(path, static path => Task.Run(new Ffmpeg(path).TriedAsync).GetAwaiter().GetResult());

    /// <summary>Runs it once.</summary>
    /// <param name="most">Bytes of output; more is an error.</param>
    /// <param name="patience">After this it is killed.</param>
    /// <exception cref="LetheException">It failed: the message ends with the last line it wrote (Failed).</exception>
    public async Task<byte[]> RunAsync(
        IReadOnlyList<string> arguments,
        ReadOnlyMemory<byte> input,
        long most,
        TimeSpan patience,
        CancellationToken cancel
    )
    {
        var run = new FfmpegRun(Path, arguments);
        var (output, code, _, last) = await run.EndAsync(input, most, patience, cancel);
        return code == 0 ? output : throw run.Failed($"ended with code {code}: {last}");
    }

    // What it says of an input when it is asked to do nothing with it: a line for each stream. input: its arguments up to the input.
    internal async Task<string> DescribeAsync(IReadOnlyList<string> input, TimeSpan patience, CancellationToken cancel) =>
        (await new FfmpegRun(Path, ["-hide_banner", .. input]).EndAsync(default, 0, patience, cancel)).Words;

    private static string Locate()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return File.Exists(named)
                ? Paths.GetFullPath(named)
                : throw LetheException.NotFound($"{Variable} names {named}, and there is no such file. {Advice}");
        }
        var name = OperatingSystem.IsWindows() ? "ffmpeg.exe" : "ffmpeg";
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Paths.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.Select(folder => Paths.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw LetheException.NotFound($"Compressing video needs ffmpeg, and it is not on the PATH. {Advice}");
    }

    private async Task<Ffmpeg> TriedAsync()
    {
        try
        {
            var banner = Encoding.UTF8.GetString(await RunAsync(["-version"], default, 1 << 20, ProbePatience, default));
            if (Banner().Match(banner) is not { Success: true } match)
            {
                throw LetheException.BadFile($"{Path} does not answer -version as ffmpeg does. {Advice}");
            }
            // Builds from the development tree have a date or a count in place of a number.
            var number = match.Groups["number"] is { Success: true } found ? System.Version.Parse(found.Value) : new(int.MaxValue, 0);
            if (number < new Version(4, 4))
            {
                throw LetheException.BadFile($"{Path} is ffmpeg {number}, which is too old. {Advice}");
            }
            return new(Path)
            {
                Version = match.Groups["version"].Value,
                X264 = await EncoderAsync(),
                EveryFrame = number >= new Version(5, 1) ? "-fps_mode passthrough" : "-vsync 0",
            };
        }
        catch (LetheException error) when (error.ExitCode == ExitCode.Failed)
        {
            throw LetheException.BadFile($"{error.Message} {Advice}", error);
        }
    }

    private async Task<string> EncoderAsync()
    {
        try
        {
            var black = new byte[ProbeSide * ProbeSide * 3];
            var encoded = await RunAsync(VideoQuality.C23.Encoding(ProbeSide, 25), black, 1 << 20, ProbePatience, default);
            return Build().Match(Encoding.Latin1.GetString(encoded)) is { Success: true } build ? build.Groups[1].Value : X264;
        }
        catch (LetheException error)
        {
            throw LetheException.BadFile($"{Path} cannot encode with libx264. {error.Message} {Advice}", error);
        }
    }

    [GeneratedRegex(@"\Affmpeg version (?<version>(?:n?(?<number>\d{1,3}\.\d{1,3})|N-\d|git-\d|\d{4}-\d\d-\d\d-git)\S*)")]
    private static partial Regex Banner();

    [GeneratedRegex(@"x264 - core (\d+(?: r\d+)?(?: [0-9a-f]{7,40})?)")]
    private static partial Regex Build();
}
