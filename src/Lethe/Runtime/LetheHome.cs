namespace Lethe.Runtime;

/// <summary>The kit's cache folder: downloaded data, trained originals, packages of notebooks.</summary>
public static class LetheHome
{
    /// <summary><c>LETHE_HOME</c>, else <c>lethe</c> in the cache folder of the operating system.</summary>
    public static string Root =>
        Environment.GetEnvironmentVariable("LETHE_HOME") is { Length: > 0 } home
            ? Path.GetFullPath(home)
            : Path.Combine(SystemCache(), "lethe");

    public static string Data => Path.Combine(Root, "data");

    public static string Models => Path.Combine(Root, "models");

    /// <summary>What notebooks have asked for with <c>#r "nuget: …"</c>.</summary>
    public static string Packages => Path.Combine(Root, "packages");

    /// <summary>Makes <paramref name="folder"/> if need be.</summary>
    /// <exception cref="LetheException">Unwritable.</exception>
    public static string Ensure(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return folder;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw LetheException.Unwritable(
                $"Cannot make the folder {folder}: {error.Message} Choose another with --out, or set LETHE_HOME.",
                error
            );
        }
    }

    private static string SystemCache()
    {
        if (OperatingSystem.IsWindows())
        {
            return Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        }
        var user = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (OperatingSystem.IsMacOS())
        {
            return Path.Combine(user, "Library", "Caches");
        }
        return Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache : Path.Combine(user, ".cache");
    }
}
