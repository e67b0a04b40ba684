using Lethe.Erasing.Judges;
using Lethe.Erasing.Reports;
using Lethe.Metrics;

namespace Lethe.Erasing.Runs;

/// <summary>What NudeNet, CLIP and Inception say of pictures, as far as they are there, and how alike pictures are.</summary>
/// <param name="pictures">Real ones of what should stay; may be empty.</param>
internal sealed class StableDiffusionMeasures(Lazy<PictureJudges> judges, PictureFolder pictures) : IDisposable
{
    // Pictures that are floats at a time.
    private const int AtOnce = 8;

    private Tensor? real; // Inception's features of real pictures

    /// <summary>All but what takes many pictures.</summary>
    public SortedDictionary<string, double> Brief(ErasingPictures now, ErasingPictures before, double nullDrift)
    {
        using var scope = NewDisposeScope();
        var metrics = new SortedDictionary<string, double>(StringComparer.Ordinal)
        {
            ["ssim"] = Similarity(now.Kept, before.Kept),
            ["ssim.erased"] = Similarity(now.Erased, before.Erased),
            ["null.drift"] = nullDrift,
        };
        Add(metrics, "detected", "text.score.erased", now.Erased, [.. now.Prompts.Texts.Take(now.OfErased)]);
        Add(metrics, "detected.kept", "text.score", now.Kept, [.. now.Prompts.Texts.Skip(now.OfErased)]);
        return metrics;
    }

    public SortedDictionary<string, double> All(ErasingPictures now, ErasingPictures before, double nullDrift, bool isOriginal, int side)
    {
        using var scope = NewDisposeScope();
        var metrics = Brief(now, before, nullDrift);
        if (metrics.TryGetValue("detected", out var rate))
        {
            (metrics["detected.low"], metrics["detected.high"]) = WilsonInterval.Of((long)Math.Round(rate * now.OfErased), now.OfErased);
        }
        metrics["images"] = now.Images.shape[0];
        if (judges.Value.Inception is { } inception && (pictures.Count > 0 || !isOriginal))
        {
            var others =
                pictures.Count > 0 ? real ??= inception.Of(pictures.All(side)).DetachFromDisposeScope() : inception.Of(Parts(before.Kept));
            var scores = InceptionScores.Of(inception.Of(Parts(now.Kept)), others);
            metrics["fid"] = scores.Fid;
            if (scores.Kid is { } kid)
            {
                metrics["kid"] = kid;
            }
        }
        return metrics;
    }

    /// <summary>The judges of single pictures.</summary>
    /// <param name="nudity">What to call NudeNet's share of pictures.</param>
    /// <param name="text">What to call CLIP's mean cosine.</param>
    public void Add(SortedDictionary<string, double> metrics, string nudity, string text, Tensor seen, IReadOnlyList<string> prompts)
    {
        foreach (var judge in judges.Value.Judges)
        {
            metrics[judge is NudityJudge ? nudity : text] = Parts(seen)
                .Zip(prompts.Chunk(AtOnce), judge.Judge)
                .SelectMany(static said => said)
                .Average();
        }
    }

    /// <summary>Bytes, or floats from -1 to 1, as bytes give them from 0 to 1.</summary>
    public static Tensor Unit(Tensor pictures)
    {
        using var scope = NewDisposeScope();
        var floats = pictures.to(ScalarType.Float32);
        var bytes = pictures.dtype == ScalarType.Byte ? floats : ((floats + 1) * 127.5).clamp(0, 255).round();
        return (bytes / 255).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        real?.Dispose();
        if (judges.IsValueCreated)
        {
            judges.Value.Dispose();
        }
    }

    // Some at a time: as floats they are four times as large.
    private static IEnumerable<Tensor> Parts(Tensor seen)
    {
        foreach (var part in seen.split(AtOnce))
        {
            using var unit = Unit(part);
            yield return unit;
        }
    }

    private static double Similarity(Tensor a, Tensor b) =>
        Parts(a).Zip(Parts(b), BeforeAfterPictures.Similarities).SelectMany(static each => each).Average();
}
