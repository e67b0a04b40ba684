using Lethe.Data;
using Lethe.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Erasing.Judges;

/// <summary>The judges whose weights are on this machine. The kit brings none of them.</summary>
/// <param name="Judges">Of single pictures.</param>
/// <param name="Inception">For FID and KID between two sets; null if its weights are not here.</param>
/// <param name="Missing">Manifests of those that are not: 'lethe data get' takes their names.</param>
public sealed record PictureJudges(IReadOnlyList<IPictureJudge> Judges, InceptionFeatures? Inception, IReadOnlyList<string> Missing)
    : IDisposable
{
    private const string Clip = "clip-vit-l14";

    /// <summary>Manifests of the judges that are there; none is opened.</summary>
    public static IReadOnlyList<string> Present(DataOptions? options = null) =>
        [
            .. ((string[])[NudeNetDetector.ManifestName, Clip, InceptionFeatures.ManifestName]).Where(name =>
                Files(name, options) is not null
            ),
        ];

    /// <summary>Opens what is there.</summary>
    /// <exception cref="LetheException">Something is there and broken (<see cref="ExitCode.BadFile"/>).</exception>
    public static PictureJudges Open(DataOptions? options = null, Device? device = null)
    {
        var (judges, missing) = (new List<IPictureJudge>(), new List<string>());
        InceptionFeatures? inception = null;
        try
        {
            Try(NudeNetDetector.ManifestName, found => judges.Add(new NudityJudge(new(found[0]))));
            Try(
                Clip,
                found =>
                {
                    var model = ClipModel.Open(Path.GetDirectoryName(found[0])!);
                    model.to(device ?? CPU);
                    judges.Add(new ClipJudge(model));
                }
            );
            Try(InceptionFeatures.ManifestName, _ => inception = InceptionFeatures.Open(options, device));
            return new(judges, inception, missing);
        }
        catch
        {
            judges.ForEach(static judge => judge.Dispose());
            inception?.Dispose();
            throw;
        }

        void Try(string name, Action<string[]> open)
        {
            if (Files(name, options) is { } found)
            {
                open(found);
            }
            else
            {
                missing.Add(name);
            }
        }
    }

    private static string[]? Files(string name, DataOptions? options)
    {
        var manifest = Manifest.Get(name);
        return DataSearch.Find(manifest, DataSearch.Folders(manifest, options ?? new()));
    }

    public void Dispose()
    {
        foreach (var judge in Judges)
        {
            judge.Dispose();
        }
        Inception?.Dispose();
    }
}
