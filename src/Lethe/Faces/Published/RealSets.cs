using System.Text.RegularExpressions;
using Lethe.Data;
using Lethe.Faces.Paired;

namespace Lethe.Faces.Published;

/// <summary>The published sets that the kit can read: one line each.</summary>
public static partial class RealSets
{
    private static readonly IRealSet[] All = [new FaceForensics(), new CelebDf(), new Ffiw()];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(static set => set.Name)];

    /// <exception cref="LetheException">No such set (Usage).</exception>
    public static IRealSet Get(string name) =>
        All.FirstOrDefault(set => set.Name == name)
        ?? throw LetheException.Usage($"There is no set {name}; there are {string.Join(", ", Names)}.");

    /// <summary>Where a set is on this machine.</summary>
    /// <param name="folder">The user's; null for the one that 'lethe data add' was told.</param>
    /// <exception cref="LetheException">Nowhere (NotFound): the message says how to get it.</exception>
    public static string Locate(IRealSet set, string? folder)
    {
        var (manifest, options) = (Manifest.Get(set.Name), new DataOptions(folder));
        return DataSearch.FindFolder(manifest, DataSearch.Folders(manifest, options))
            ?? throw (
                folder is null
                    ? DataSearch.Missing(manifest, options)
                    : LetheException.NotFound(
                        $"{folder} is not laid out as {set.Title} is: it has none of "
                            + $"{string.Join(", ", manifest.FilmFolders)}. {string.Join(" ", manifest.AccessSteps)}"
                    )
            );
    }

    // LetheException: A family that the set has not (Usage).
    internal static void CheckFamilies(IRealSet set, IReadOnlyList<string> families)
    {
        if (families.Count == 0 || families.FirstOrDefault(family => !set.Families.Contains(family)) is not null)
        {
            throw LetheException.Usage(
                $"{set.Title} has the families {string.Join(", ", set.Families)}; '{string.Join(", ", families)}' will not do."
            );
        }
    }

    // A tenth of the people of a set that comes without a validation part: always the same.
    internal static SplitPart TrainOrValidation(string set, string identity) =>
        RandomStream.For(0, "validation", set, identity).Next(10) == 0 ? SplitPart.Validation : SplitPart.Train;

    // The MP4 files of a folder by their names without the ending; of its folder videos where it has one. LetheException: A name that is
    // not fit for a file name elsewhere (BadFile).
    internal static IReadOnlyList<(string Name, string Path)> Files(string folder)
    {
        var inner = Path.Combine(folder, "videos");
        var place = Directory.Exists(inner) ? inner : folder;
        return !Directory.Exists(place)
            ? []
            :
            [
                .. Directory
                    .EnumerateFiles(place, "*.mp4")
                    .Where(static path => !ClassFolder.IsHidden(path))
                    .Order(StringComparer.Ordinal)
                    .Select(static path => (Named(path), path)),
            ];
    }

    private static string Named(string path) =>
        Path.GetFileNameWithoutExtension(path) is var name && BareName().IsMatch(name)
            ? name
            : throw LetheException.BadFile(
                $"{path} has a name that is not one of the set's: letters, digits, dots, hyphens and underscores."
            );

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,99}\z")]
    private static partial Regex BareName();
}
