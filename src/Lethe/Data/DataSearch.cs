using Lethe.Runtime;

namespace Lethe.Data;

/// <summary>Finds the files of a data set on this machine.</summary>
public static class DataSearch
{
    /// <summary>The folders in the order in which they are tried: the user's, the cache, the system's.</summary>
    /// <param name="name">Of the data set.</param>
    /// <param name="options">May name a folder of the user's.</param>
    /// <param name="inner">The folder that the archive unpacks to, if it has one: tried inside each.</param>
    /// <param name="system">Folders of the system's packages.</param>
    /// <exception cref="LetheException">The user's folder is not there (<see cref="ExitCode.NotFound"/>).</exception>
    public static IReadOnlyList<string> Folders(string name, DataOptions options, string? inner, params ReadOnlySpan<string> system)
    {
        var folders = new List<string>();
        if (options.DataDir is { Length: > 0 } given)
        {
            if (!Directory.Exists(given))
            {
                throw LetheException.NotFound($"There is no data folder {given}.");
            }
            folders.Add(Path.GetFullPath(given));
            folders.Add(Path.GetFullPath(Path.Combine(given, name)));
        }
        folders.Add(Path.Combine(LetheHome.Data, name));
        folders.AddRange(system);
        return inner is null ? folders : [.. folders.SelectMany(folder => new[] { folder, Path.Combine(folder, inner) })];
    }

    /// <summary>The paths of <paramref name="files"/> in the first folder that has them all, each as it is or gzipped; null if none has.</summary>
    public static string[]? Find(IEnumerable<string> folders, IReadOnlyList<string> files)
    {
        foreach (var folder in folders)
        {
            var found = files.Select(file => Path.Combine(folder, file)).Select(static path => File.Exists(path) ? path : File.Exists(path + ".gz") ? path + ".gz" : null).OfType<string>().ToArray();
            if (found.Length == files.Count)
            {
                return found;
            }
        }
        return null;
    }
}
