using System.Diagnostics;
using Lethe.Kernel;

namespace Lethe.Cli.Notebooks;

/// <summary>
/// A place to run a stranger's notebook: it sees the system's programs, the kit and one folder, no other file, no network and no other
/// process, and
/// ends with the process that began it. Made by bubblewrap, which Linux distributions ship.
/// </summary>
internal static class Sandbox
{
    private const string Program = "bwrap";
    private const string Inside = "/hand-in";

    // What programs need of the system; what is not there is left out.
    private static readonly string[] System =
    [
        "/usr",
        "/lib",
        "/lib64",
        "/bin",
        "/sbin",
        "/etc/ld.so.cache",
        "/etc/fonts",
        "/etc/alternatives",
        "/etc/localtime",
        "/etc/passwd",
    ];

    /// <exception cref="LetheException">There is no bubblewrap here.</exception>
    public static void Require()
    {
        if (!OperatingSystem.IsLinux() || Find() is null)
        {
            throw LetheException.Usage(
                "Hand-ins are run in a sandbox that bubblewrap makes, and it is not here. Install it (apt-get install "
                    + "bubblewrap; Linux only), or say --no-sandbox if you trust the students."
            );
        }
    }

    /// <summary>The command that runs the kit's own command in the sandbox.</summary>
    /// <param name="folder">Seen as <c>/hand-in</c>, writable; the current folder.</param>
    /// <param name="records">The kit's records, to be read; null for none.</param>
    public static ProcessStartInfo Start(string folder, string? records, IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo(Find()!);
        void Add(params string[] arguments) => Array.ForEach(arguments, start.ArgumentList.Add);
        Add("--unshare-all", "--die-with-parent", "--new-session", "--clearenv", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp");
        foreach (var path in System)
        {
            Add("--ro-bind-try", path, path);
        }
        foreach (var path in Kit())
        {
            Add("--ro-bind", path, path);
        }
        Add("--bind", Path.GetFullPath(folder), Inside);
        if (records is not null)
        {
            Add("--ro-bind", Path.GetFullPath(records), $"{Inside}/results");
        }
        foreach (var (name, value) in Environment())
        {
            Add("--setenv", name, value);
        }
        Add("--chdir", Inside, DotNetHost.Path, Path.Combine(AppContext.BaseDirectory, "Lethe.Cli.dll"));
        Add([.. command]);
        return start;
    }

    private static IEnumerable<string> Kit() =>
        new[] { Path.GetDirectoryName(DotNetHost.Path)!, AppContext.BaseDirectory, LibTorchFolder.Find().Path }
            .Select(static path => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)))
            .Distinct()
            .Where(static path => !path.StartsWith("/usr/", StringComparison.Ordinal));

    private static IEnumerable<(string Name, string Value)> Environment() =>
        [
            ("PATH", "/usr/bin:/bin"),
            ("HOME", "/tmp"),
            ("LANG", "C.UTF-8"),
            ("LETHE_HOME", "/tmp/lethe"),
            ("DOTNET_CLI_TELEMETRY_OPTOUT", "1"),
            ("DOTNET_NOLOGO", "1"),
            ("DOTNET_ROOT", Path.GetDirectoryName(DotNetHost.Path)!),
            (LibTorchFolder.Variable, LibTorchFolder.Find().Path),
        ];

    private static string? Find() =>
        global::System
            .Environment.GetEnvironmentVariable("PATH")
            ?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(static folder => Path.Combine(folder, Program))
            .FirstOrDefault(File.Exists);
}
