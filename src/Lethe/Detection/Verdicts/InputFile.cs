namespace Lethe.Detection.Verdicts;

/// <param name="Type">By its content; null if it could not be read.</param>
/// <param name="Refusal">Why it is not even opened; else null.</param>
public sealed record InputFile(string Path, MediaType? Type, string? Refusal = null, ExitCode Code = ExitCode.Ok)
{
    /// <summary>Looks at the first bytes. What is no ordinary file is never opened: a pipe would keep the reader waiting for
    /// ever.</summary>
    public static InputFile Of(string path)
    {
        try
        {
            if (!File.Exists(path))
            {
                return Missing(path);
            }
            if (new FileInfo(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path).Length == 0)
            {
                return Bad(null, "The file is empty (0 bytes), or no ordinary file.");
            }
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
            var start = new byte[MediaType.Needed];
            var type = MediaType.Of(start.AsSpan(0, file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)));
            var named = MediaType.NameOf(path) is { } name ? $", though its name says {name}" : "";
            return type.Kind switch
            {
                MediaKind.Foreign => Bad(
                    type,
                    $"Its content is {type.Name}, which is not read here. Convert it to JPEG or PNG, a video to MP4."
                ),
                MediaKind.Other => Bad(type, $"No picture and no video: its content is {type.Name}{named}."),
                _ => new(path, type),
            };
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return Missing(path); // a link to nothing
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Bad(null, $"The file cannot be read: {error.Message}");
        }

        InputFile Bad(MediaType? type, string why) => new(path, type, why, ExitCode.BadFile);
    }

    private static InputFile Missing(string path) => new(path, null, "There is no such file.", ExitCode.NotFound);
}
