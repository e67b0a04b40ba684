using Lethe.Data;
using Lethe.Faces.Paired;
using Lethe.Faces.Sets;
using TorchSharp;

namespace Lethe.Detection.Runs;

/// <summary>Face crops of one set, as the experiments use them: in memory where they fit, else read ahead from the disk.</summary>
internal sealed class DetectionData : IDisposable
{
    public const string EveryFamily = "all";

    private const long MostInMemory = 4L << 30; // bytes
    private const int SmokeIdentities = 8;

    private readonly PairedSplit split;

    private DetectionData(IPairedImages images, PairedSplit split, bool isStandIn) =>
        (Images, this.split, IsStandIn) = (images, split, isStandIn);

    public IPairedImages Images { get; }

    /// <summary>True where the kit's pseudo-forgeries stand for the paper's sets.</summary>
    public bool IsStandIn { get; }

    public IReadOnlyList<string> Families =>
        [.. Family.All.InOrder(Images.Frames.Where(static frame => frame.IsFake).Select(static frame => frame.Family))];

    /// <summary>How its batches are read; null for at once.</summary>
    public PairedReader? Reader(CancellationToken cancellation) =>
        Images is PairedMemory ? null : (images, batches) => DecodeAhead.Batches(images, batches, 4, cancellation);

    /// <exception cref="LetheException">The set is not on this machine, unfinished or damaged.</exception>
    public static DetectionData Load(string name, string? dataDir, bool isSmoke, Device device)
    {
        var set = name == FacesSample.Name ? FacesSample.Open() : FilmSet.Open(Folder(name, dataDir));
        var split = set.Split();
        var bytes = (long)set.Frames.Count * set.Header.Qualities.Count * 3 * set.Header.Crop * set.Header.Crop;
        IPairedImages images = bytes > MostInMemory ? set : set.ToMemory();
        if (device.type != DeviceType.CPU && images is PairedMemory memory)
        {
            images = memory.To(device);
            memory.Dispose();
        }
        return new(images, isSmoke ? Few(set.Frames, split) : split, IsMade(name));
    }

    /// <summary>All real frames, and those of one family; or of every one, with the real ones of the training part so often that they weigh
    /// as much.</summary>
    public PairedSplit Of(string family) => family == EveryFamily ? Balanced() : Splits.ForFamily(Images.Frames, split, family);

    public IReadOnlyList<int> TestWithout(string family) => [.. split.Test.Where(row => Images.Frames[row].Family != family)];

    public void Dispose() => Images.Dispose();

    private PairedSplit Balanced()
    {
        int[] real = [.. split.Train.Where(row => !Images.Frames[row].IsFake)];
        var times = real.Length == 0 ? 0 : (split.Train.Count / real.Length) - 1; // as many fakes as there are for each real frame
        return split with { Train = [.. split.Train, .. Enumerable.Repeat(real, Math.Max(0, times - 1)).SelectMany(static rows => rows)] };
    }

    private static bool IsMade(string name) => name.StartsWith("faces-", StringComparison.Ordinal);

    private static string Folder(string name, string? dataDir)
    {
        string[] places = [.. dataDir is null ? [] : (string[])[Path.Combine(dataDir, name), dataDir], Path.Combine(LetheHome.Data, name)];
        return places.FirstOrDefault(static place => File.Exists(Path.Combine(place, FilmSet.ManifestName)))
            ?? throw LetheException.NotFound(
                $"There are no face crops of {DatasetCatalog.All.TitleOf(name)} in {string.Join(" or ", places)}. "
                    + (
                        IsMade(name)
                            ? $"Make them with 'lethe faces make --out {places[^1]}' (its --help says from which faces)."
                            : $"Get the set ('lethe data list' says how), then cut its faces out with 'lethe faces crop --set "
                                + $"{name} --out {places[^1]}'."
                    )
            );
    }

    private static PairedSplit Few(IReadOnlyList<PairedFrame> frames, PairedSplit all)
    {
        return new(Some(all.Train, SmokeIdentities), Some(all.Validation, SmokeIdentities / 2), Some(all.Test, SmokeIdentities));

        int[] Some(IReadOnlyList<int> rows, int count)
        {
            var names = rows.Select(row => frames[row].Identity).Distinct().Take(count).ToHashSet();
            return [.. rows.Where(row => names.Contains(frames[row].Identity))];
        }
    }
}
