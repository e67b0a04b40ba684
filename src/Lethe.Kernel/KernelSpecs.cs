using System.Text.Json;

namespace Lethe.Kernel;

/// <summary>Where Jupyter looks for kernels, and whether this kit's is among them (Jupyter's "Common Directories and File Locations").</summary>
public static class KernelSpecs
{
    /// <summary>The name a notebook's metadata gives the kernel.</summary>
    public const string Name = "lethe-csharp";

    /// <summary>The <c>kernels</c> folders in Jupyter's order of search; not all of them exist.</summary>
    public static IEnumerable<string> Folders()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var search = Environment.GetEnvironmentVariable("JUPYTER_PATH") is { Length: > 0 } path ? path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries) : [];
        var user = Environment.GetEnvironmentVariable("JUPYTER_DATA_DIR") is { Length: > 0 } data ? data
            : OperatingSystem.IsWindows() ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "jupyter")
            : OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Jupyter")
            : Path.Combine(Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } share ? share : Path.Combine(home, ".local", "share"), "jupyter");
        string[] system = OperatingSystem.IsWindows()
            ? [Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "jupyter")]
            : ["/usr/local/share/jupyter", "/usr/share/jupyter"];
        return search.Append(user).Concat(system).Select(static folder => Path.Combine(folder, "kernels"));
    }

    /// <summary>The folder of the first kernel specification of that name that Jupyter would take; null if there is none.</summary>
    /// <remarks>A folder without a readable <c>kernel.json</c> that names a command does not count.</remarks>
    public static string? Find(string name = Name) =>
        Folders().Select(folder => Path.Combine(folder, name)).FirstOrDefault(static folder => IsSpecification(Path.Combine(folder, "kernel.json")));

    private static bool IsSpecification(string file)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file));
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("argv", out var command) && command.ValueKind == JsonValueKind.Array && command.GetArrayLength() > 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            return false;
        }
    }
}
