namespace Lethe.Runtime;

/// <summary>The kit's cache folder: downloaded data, trained originals, packages of notebooks.</summary>
public static class LetheHome
{
    private static readonly AsyncLocal<string?> Elsewhere = new();

    /// <summary><c>LETHE_HOME</c>, else <c>lethe</c> in the cache folder of the operating system.</summary>
    public static string Root =>
        Environment.GetEnvironmentVariable("LETHE_HOME") is { Length: > 0 } home
            ? Path.GetFullPath(home)
            : Path.Combine(SystemCache(), "lethe");

    public static string Data => Path.Combine(Root, "data");

    /// <summary>Trained networks. Within <see cref="ModelsIn"/> another folder.</summary>
    public static string Models => Elsewhere.Value ?? Path.Combine(Root, "models");

    /// <summary>What notebooks have asked for with <c>#r "nuget: …"</c>.</summary>
    public static string Packages => Path.Combine(Root, "packages");

    /// <summary>
    /// Until disposed, <see cref="Models"/> is <paramref name="folder"/> for whatever the caller starts: nothing trained before is found.
    /// </summary>
    internal static IDisposable ModelsIn(string folder) => new Move(Path.GetFullPath(folder));

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

    private sealed class Move : IDisposable
    {
        private readonly string? before = Elsewhere.Value;

        public Move(string folder) => Elsewhere.Value = folder;

        public void Dispose() => Elsewhere.Value = before;
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
