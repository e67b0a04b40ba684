namespace Lethe.Detection.Explain;

/// <summary>How the frequencies of real crops look: what one crop is compared with.</summary>
/// <param name="Side">Pixels of the crops.</param>
/// <param name="Mean">Of <see cref="FrequencyView.Profile"/> over the crops, log10.</param>
/// <param name="Deviation">Standard deviation over the crops, likewise.</param>
public sealed record SpectrumReference(int Side, double[] Mean, double[] Deviation)
{
    /// <param name="crops">Two or more views of real crops, of one size.</param>
    /// <exception cref="ArgumentException">Fewer, or of several sizes.</exception>
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
        double[] deviation =
        [
            .. mean.Select(
                (m, ring) => Math.Sqrt(crops.Sum(crop => (crop.Profile[ring] - m) * (crop.Profile[ring] - m)) / (crops.Count - 1))
            ),
        ];
        return new(crops[0].Side, mean, deviation);
    }

    /// <summary>The crop's profile less the mean, a frequency each, log10: 0.3 is twice as much.</summary>
    /// <exception cref="ArgumentException">The crop has another size.</exception>
    public double[] Difference(FrequencyView crop) =>
        crop.Side == Side
            ? [.. crop.Profile.Zip(Mean, static (own, mean) => own - mean)]
            : throw new ArgumentException($"The reference is of crops of {Side} pixels, this one has {crop.Side}.");
}
