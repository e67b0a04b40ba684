using Lethe.Data;

namespace Lethe.Faces.Finders;

/// <summary>The face detectors of the kit.</summary>
public static class FaceFinders
{
    public static IReadOnlyList<string> Names { get; } = ["best", "yunet", "haar"];

    /// <summary>YuNet if its file is on this machine, else the Haar cascade, which comes with the kit.</summary>
    /// <exception cref="LetheException">The YuNet that lies here is damaged (BadFile).</exception>
    public static IFaceFinder Best(DataOptions? options = null) =>
        Locate(options ?? new()) is { } path ? new YuNetFinder(path) : new HaarFinder();

    /// <summary>Whether YuNet's file is on this machine; it is not opened.</summary>
    public static bool HasYuNet(DataOptions? options = null) => Locate(options ?? new()) is not null;

    /// <summary>A detector by its name.</summary>
    /// <exception cref="LetheException">No such name (Usage), no file for it (NotFound), else
    /// as <see cref="Best"/>.</exception>
    public static IFaceFinder Create(string name, DataOptions? options = null) =>
        name switch
        {
            "best" => Best(options),
            "haar" => new HaarFinder(),
            "yunet" => new YuNetFinder(
                Locate(options ??= new()) ?? throw DataSearch.Missing(Manifest.Get(YuNetFinder.ManifestName), options)
            ),
            _ => throw LetheException.Usage($"There is no face detector {name}; there are {string.Join(", ", Names)}."),
        };

    // By size; then by place, so that equal ones always come in the same order.
    internal static IReadOnlyList<FoundFace> LargestFirst(IEnumerable<FoundFace> faces) =>
        [
            .. faces
                .Where(static face => face.Box.Width > 0 && face.Box.Height > 0)
                .OrderByDescending(static face => face.Box.Area)
                .ThenBy(static face => face.Box.Left)
                .ThenBy(static face => face.Box.Top),
        ];

    private static string? Locate(DataOptions options)
    {
        var manifest = Manifest.Get(YuNetFinder.ManifestName);
        return DataSearch.Find(manifest, DataSearch.Folders(manifest, options))?[0];
    }
}
