using System.Text.RegularExpressions;

namespace Lethe.Kernel.Language;

/// <summary>
/// Completes <c>#r "nuget: NAME, VERSION"</c> from the packages that this machine has already: they need no network, and nobody is told
/// what is being typed.
/// </summary>
internal static partial class LocalPackages
{
    private const int Most = 200;

    // NuGet's folder of unpacked packages: name/version, in lower case.
    private static string Folder =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } folder
            ? folder
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <returns>Null if the cursor is not in a package's name or version.</returns>
    public static CompletionList? Complete(string cell, int position)
    {
        var start = position == 0 ? 0 : cell.LastIndexOf('\n', position - 1) + 1;
        if (Reference().Match(cell[start..position]) is not { Success: true, Groups: var typed })
        {
            return null;
        }
        if (!typed["kind"].Success)
        {
            return new(start + typed["begun"].Index, position, [("nuget: ", "text")]);
        }
        var part = typed["version"] is { Success: true } version ? version : typed["name"];
        var found =
            part == typed["name"]
                ? Names(part.Value)
                : Versions(typed["name"].Value).Where(version => version.StartsWith(part.Value, StringComparison.OrdinalIgnoreCase));
        return new(start + part.Index, position, [.. found.Select(static text => (text, "module"))]);
    }

    // Folders are in lower case; the package's own description has its name as it is written.
    private static IEnumerable<string> Names(string begun) =>
        Subfolders("")
            .Where(folder => folder.StartsWith(begun, StringComparison.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal)
            .Take(Most)
            .Select(static folder =>
                Subfolders(folder)
                    .Select(version => Path.Combine(Folder, folder, version, folder + ".nuspec"))
                    .Where(File.Exists)
                    .Take(1)
                    .SelectMany(static description => File.ReadLines(description).Take(20))
                    .Select(static line => Id().Match(line))
                    .FirstOrDefault(static match => match.Success)
                    ?.Groups["id"]
                    .Value
                ?? folder
            );

    private static IEnumerable<string> Versions(string name) =>
        Subfolders(Path.GetFileName(name.Trim().ToLowerInvariant()))
            .OrderByDescending(static version => Version.TryParse(version.Split('-')[0], out var number) ? number : new())
            .ThenByDescending(static version => version, StringComparer.Ordinal);

    private static IEnumerable<string> Subfolders(string folder) =>
        new DirectoryInfo(Path.Combine(Folder, folder)) is { Exists: true } found // nothing may be restored on this machine yet
            ? found
                .EnumerateDirectories("*", new EnumerationOptions { IgnoreInaccessible = true })
                .Select(static one => one.Name)
                .Where(static name => !name.StartsWith('.'))
            : [];

    [GeneratedRegex("""^\s*#r\s*@?"(?:(?<kind>nuget:)\s*(?<name>[\w.\-]*)(?:\s*,\s*(?<version>[\w.\-+]*))?|(?<begun>n?u?g?e?t?))$""")]
    private static partial Regex Reference();

    [GeneratedRegex("<id>(?<id>[^<]+)</id>")]
    private static partial Regex Id();
}
