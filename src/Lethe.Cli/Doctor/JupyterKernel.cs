namespace Lethe.Cli.Doctor;

/// <summary>Finds a Jupyter kernel named lethe where Jupyter would look for it.</summary>
internal static class JupyterKernel
{
    /// <summary>The folder of the kernel's description; null if there is none.</summary>
    public static string? Find() => DataFolders()
        .Select(static folder => Path.Combine(folder, "kernels", "lethe"))
        .FirstOrDefault(static folder => File.Exists(Path.Combine(folder, "kernel.json")));

    // The order of jupyter_core: JUPYTER_PATH, the user's, the system's.
    private static IEnumerable<string> DataFolders()
    {
        foreach (var named in (Environment.GetEnvironmentVariable("JUPYTER_PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            yield return named;
        }
        if (Environment.GetEnvironmentVariable("JUPYTER_DATA_DIR") is { Length: > 0 } given)
        {
            yield return given;
        }
        var user = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (OperatingSystem.IsWindows())
        {
            yield return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "jupyter");
            yield return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "jupyter");
            yield break;
        }
        yield return OperatingSystem.IsMacOS() ? Path.Combine(user, "Library", "Jupyter")
            : Path.Combine(Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } data ? data : Path.Combine(user, ".local", "share"), "jupyter");
        yield return "/usr/local/share/jupyter";
        yield return "/usr/share/jupyter";
    }
}
