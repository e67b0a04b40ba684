using Lethe.Data;
using TorchSharp;

namespace Lethe.Erasing.Judges;

/// <summary>The judges whose weights are on this machine. The kit brings none of them.</summary>
/// <param name="Judges">Of single pictures.</param>
/// <param name="Inception">For FID and KID between two sets; null if its weights are not here.</param>
/// <param name="Missing">Manifests of those that are not: 'lethe data get' takes their names.</param>
public sealed record PictureJudges(IReadOnlyList<IPictureJudge> Judges, InceptionFeatures? Inception, IReadOnlyList<string> Missing)
    : IDisposable
{
    private const string Clip = "clip-vit-l14";

    private static readonly string[] All = [NudeNetDetector.ManifestName, Clip, InceptionFeatures.ManifestName];

    /// <summary>Manifests of the judges that are there; none is opened.</summary>
    public static IReadOnlyList<string> Present(DataOptions? options = null) =>
        [.. All.Where(name => Files(name, options ?? new()) is not null)];

    /// <exception cref="LetheException">Something is there and broken (<see cref="ExitCode.BadFile"/>).</exception>
    public static PictureJudges Open(DataOptions? options = null, Device? device = null)
    {
        options ??= new();
        var judges = new List<IPictureJudge>();
        try
        {
            if (Files(NudeNetDetector.ManifestName, options) is [var network, ..])
            {
                judges.Add(new NudityJudge(new(network)));
            }
            if (Files(Clip, options) is [var file, ..])
            {
                var model = ClipModel.Open(Path.GetDirectoryName(file)!);
                model.to(device ?? CPU);
                judges.Add(new ClipJudge(model));
            }
            var present = Present(options);
            var inception = present.Contains(InceptionFeatures.ManifestName) ? InceptionFeatures.Open(options, device) : null;
            return new(judges, inception, [.. All.Except(present)]);
        }
        catch
        {
            judges.ForEach(static judge => judge.Dispose());
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var judge in Judges)
        {
            judge.Dispose();
        }
        Inception?.Dispose();
    }

    private static string[]? Files(string name, DataOptions options)
    {
        var manifest = Manifest.Get(name);
        return DataSearch.Find(manifest, DataSearch.Folders(manifest, options));
    }
}
