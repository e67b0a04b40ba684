using System.Text.Json;
using System.Text.Json.Serialization;
using Lethe.Interactive.Formatting;

namespace Lethe.Kernel;

/// <summary>Where Jupyter looks for kernels, and whether this kit's is among them (Jupyter's "Common Directories and File
/// Locations").</summary>
public static class KernelSpecs
{
    /// <summary>The name a notebook's metadata gives the kernel.</summary>
    public const string Name = "lethe-csharp";

    public const string DisplayName = "C# (Lethe)";

    private const int MostBytes = 1 << 20; // of a specification

    private static readonly JsonSerializerOptions Writing = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Jupyter's data folder of this user.</summary>
    public static string UserFolder =>
        Variable("JUPYTER_DATA_DIR")
        ?? (
            OperatingSystem.IsWindows() ? Path.Combine(Folder(Environment.SpecialFolder.ApplicationData), "jupyter")
            : OperatingSystem.IsMacOS() ? Path.Combine(Home, "Library", "Jupyter")
            : Path.Combine(Variable("XDG_DATA_HOME") ?? Path.Combine(Home, ".local", "share"), "jupyter")
        );

    private static string Home => Folder(Environment.SpecialFolder.UserProfile);

    /// <summary>The <c>kernels</c> folders in Jupyter's order of search; not all of them exist.</summary>
    public static IEnumerable<string> Folders()
    {
        var search = Variable("JUPYTER_PATH")?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries) ?? [];
        string[] system = OperatingSystem.IsWindows()
            ? [Path.Combine(Folder(Environment.SpecialFolder.CommonApplicationData), "jupyter")]
            : ["/usr/local/share/jupyter", "/usr/share/jupyter"];
        return search.Append(UserFolder).Concat(system).Select(static folder => Path.Combine(folder, "kernels"));
    }

    /// <summary>The folder of the first specification that Jupyter would take: its <c>kernel.json</c> names a command; null if there is
    /// none.</summary>
    public static string? Find(string name = Name) =>
        Folders().Select(folder => Path.Combine(folder, name)).FirstOrDefault(static folder => CommandIn(folder) is not null);

    /// <summary>The program, or the command of a .NET tool, that an installed specification starts; null if none of this kit's.</summary>
    public static string? Program(string folder) =>
        CommandIn(folder) switch
        {
            [var command, "kernel", ..] => command,
            [_, var program, ..] => program,
            _ => null,
        };

    /// <summary>Writes the specification, in place of one that is there.</summary>
    /// <param name="data">A Jupyter data folder, for example <see cref="UserFolder"/> or <c>PREFIX/share/jupyter</c>.</param>
    /// <param name="program">The <c>Lethe.Cli.dll</c> to start.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static string Install(string data, string program)
    {
        var folder = Path.Combine(Path.GetFullPath(data), "kernels", Name);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "kernel.json"), Specification(Path.GetFullPath(program)).ToJsonString(Writing) + "\n");
        File.WriteAllText(Path.Combine(folder, PlotlyScript.FileName), PlotlyScript.Text);
        foreach (var logo in (string[])["logo-svg.svg", "logo-32x32.png", "logo-64x64.png"])
        {
            using var drawn = typeof(KernelSpecs).Assembly.GetManifestResourceStream(logo)!;
            using var file = File.Create(Path.Combine(folder, logo));
            drawn.CopyTo(file);
        }
        return folder;
    }

    /// <returns>False if it is not below that Jupyter data folder.</returns>
    public static bool Uninstall(string data)
    {
        var folder = Path.Combine(Path.GetFullPath(data), "kernels", Name);
        if (!File.Exists(Path.Combine(folder, "kernel.json")))
        {
            return false;
        }
        Directory.Delete(folder, recursive: true);
        return true;
    }

    // Absolute paths: VS Code starts kernels without the shell's PATH.
    internal static JsonObject Specification(string program)
    {
        var env = new JsonObject
        {
            // Less for the JIT to do where each cell is new code. (The second: memory is never to be written and run at once. A kernel runs
            // whatever it is sent, so that keeps nobody out, and each method costs two mappings more.)
            ["DOTNET_TieredPGO"] = "0",
            ["DOTNET_EnableWriteXorExecute"] = "0",
            ["DOTNET_NOLOGO"] = "1",
        };
        JsonArray start = [DotNetHost.Path, program];
        if (ToolCommand(program) is { } command)
        {
            (start, env["DOTNET_ROOT"]) = ([command], Path.GetDirectoryName(DotNetHost.Path));
        }
        foreach (var argument in (string[])["kernel", "start", "{connection_file}"])
        {
            start.Add(argument);
        }
        return new()
        {
            ["argv"] = start,
            ["display_name"] = DisplayName,
            ["language"] = "C#",
            ["interrupt_mode"] = "message",
            ["env"] = env,
            ["metadata"] = new JsonObject { ["debugger"] = true, ["lethe_version"] = KernelVersion.Text },
        };
    }

    // A .NET tool's files lie in a folder of their version, TOOLS/.store/…, which the next one replaces; its command, TOOLS/lethe, stays.
    private static string? ToolCommand(string program)
    {
        const string Store = ".store";
        var at = program.IndexOf($"{Path.DirectorySeparatorChar}{Store}{Path.DirectorySeparatorChar}", StringComparison.Ordinal);
        var command = at < 0 ? null : Path.Combine(program[..at], OperatingSystem.IsWindows() ? "lethe.exe" : "lethe");
        return File.Exists(command) ? command : null;
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static string Folder(Environment.SpecialFolder folder) => Environment.GetFolderPath(folder);

    private static string[]? CommandIn(string folder)
    {
        try
        {
            using var json = JsonFile.Read(Path.Combine(folder, "kernel.json"), MostBytes);
            return json.Deserialize<Specified>()?.Argv is { Length: > 0 } command ? command : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    // What is read of a specification.
    private sealed record Specified([property: JsonPropertyName("argv")] string[]? Argv);
}
