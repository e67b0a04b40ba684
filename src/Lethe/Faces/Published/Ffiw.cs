using Lethe.Faces.Films;
using Lethe.Faces.Paired;

namespace Lethe.Faces.Published;

/// <summary>
/// FFIW-10K (Zhou et al., CVPR 2021): several faces a video, some of them forged. <c>source</c> is real, <c>target</c> forged,
/// <c>target_mask</c> says where; below each <c>train</c> and <c>val</c>. Its val tests; a tenth of its train chooses the checkpoint.
/// </summary>
public sealed class Ffiw : IRealSet
{
    public string Name => "ffiw10k";

    public string Title => "FFIW-10K";

    public IReadOnlyList<string> Families { get; } = ["ffiw"];

    public IReadOnlyList<string> Qualities { get; } = [VideoQuality.Raw.Name];

    public IReadOnlyList<RealVideo> Videos(string folder, IReadOnlyList<string> families)
    {
        RealSets.CheckFamilies(this, families);
        var videos = ((string[])["train", "val"])
            .SelectMany(part => Of(folder, "source", part).Concat(Of(folder, "target", part)))
            .OrderBy(static video => video.Id, StringComparer.Ordinal)
            .ToArray();
        return videos.DistinctBy(static video => video.Family).Count() == 2
            ? videos
            : throw LetheException.NotFound(
                $"{folder} has no MP4 files in source/train and source/val, or none in target/train and target/val."
            );
    }

    private IEnumerable<RealVideo> Of(string folder, string kind, string part)
    {
        var masks = RealSets
            .Files(Path.Combine(folder, "target_mask", part))
            .ToDictionary(static mask => mask.Name, static mask => mask.Path);
        foreach (var (name, path) in RealSets.Files(Path.Combine(folder, kind, part)))
        {
            // Who is in them is not published: a forged and a real video of one name are taken to show the same people.
            var identity = $"{part}-{name}";
            yield return new(
                $"{kind}-{identity}",
                identity,
                null,
                kind == "target" ? Families[0] : Film.Real,
                part == "val" ? SplitPart.Test : RealSets.TrainOrValidation(Name, identity),
                new Dictionary<string, string> { [Qualities[0]] = path },
                masks.GetValueOrDefault(name)
            );
        }
    }
}
