namespace Lethe.Cli.Doctor;

/// <summary>How full a folder is, and whether it can take more.</summary>
internal static class FolderSize
{
    public static long Of(string folder) =>
        !Directory.Exists(folder)
            ? 0
            : new DirectoryInfo(folder)
                .EnumerateFiles(
                    "*",
                    new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }
                )
                .Sum(static file => file.Exists ? file.Length : 0);

    /// <summary>Tries it; null if a file can be written in the folder, or in the nearest one above that exists.</summary>
    public static string? WhyNotWritable(string folder)
    {
        var at = Path.GetFullPath(folder);
        while (!Directory.Exists(at) && Path.GetDirectoryName(at) is { } above)
        {
            if (File.Exists(at))
            {
                return $"{at} is a file.";
            }
            at = above;
        }
        try
        {
            using var probe = TemporaryFile.In(at);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return error.Message;
        }
    }
}
