namespace Lethe.Detection.Explain;

/// <summary>How the frequencies of real crops look: what one crop is compared with.</summary>
/// <param name="Mean">Of <see cref="FrequencyView.Profile"/> over the crops, log10.</param>
public sealed record SpectrumReference(int Side, double[] Mean, double[] Deviation)
{
    /// <exception cref="ArgumentException">Fewer than two crops, or of several sizes.</exception>
    public static SpectrumReference Of(IReadOnlyList<FrequencyView> crops)
    {
        if (crops.Count < 2 || crops.Any(crop => crop.Side != crops[0].Side))
        {
            throw new ArgumentException(
                $"A reference wants two or more crops of one size, not {crops.Count} of the sizes "
                    + $"{string.Join(", ", crops.Select(static crop => crop.Side).Distinct())}."
            );
        }
        double[] mean = [.. crops[0].Profile.Select((_, ring) => crops.Average(crop => crop.Profile[ring]))];
        var squares = mean.Select((m, ring) => crops.Sum(crop => (crop.Profile[ring] - m) * (crop.Profile[ring] - m)));
        return new(crops[0].Side, mean, [.. squares.Select(sum => Math.Sqrt(sum / (crops.Count - 1)))]);
    }

    internal double[] Away(double deviations) => [.. Mean.Zip(Deviation, (mean, deviation) => mean + (deviations * deviation))];

    /// <summary>The crop's profile less the mean, log10: 0.3 is twice as much.</summary>
    /// <exception cref="ArgumentException">The crop has another size.</exception>
    public double[] Difference(FrequencyView crop) =>
        crop.Side == Side
            ? [.. crop.Profile.Zip(Mean, static (own, mean) => own - mean)]
            : throw new ArgumentException($"The reference is of crops of {Side} pixels, this one has {crop.Side}.");
}
