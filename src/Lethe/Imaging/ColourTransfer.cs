namespace Lethe.Imaging;

// Gives a picture the colours of another: mean, or mean and standard deviation, of L*, a* and b* (after Reinhard and others, IEEE CG&A
// 2001).
internal static class ColourTransfer
{
    // from: is recoloured, all of it. to: whose colours. mask: weights of the pixels that are compared; not all 0. spread: the standard
    // deviation too, within a factor of 2.
    public static RgbPlanes Apply(RgbPlanes from, RgbPlanes to, Plane mask, bool spread)
    {
        var (source, target) = (from.Map(LabColour.From), to.Map(LabColour.From));
        foreach (var (plane, model) in source.Planes.Zip(target.Planes))
        {
            var (mean, deviation) = Moments(plane, mask);
            var (wanted, wantedDeviation) = Moments(model, mask);
            var gain = spread && deviation > 1e-3f ? Math.Clamp(wantedDeviation / deviation, 0.5f, 2) : 1;
            plane.Change(value => ((value - mean) * gain) + wanted);
        }
        return source.Map(LabColour.ToRgb).Each(static plane => plane.Change(static value => Math.Clamp(value, 0, 255)));
    }

    // Weighted mean and standard deviation.
    public static (float Mean, float Deviation) Moments(Plane plane, Plane mask)
    {
        double weight = 0,
            sum = 0,
            squares = 0;
        foreach (var (value, share) in plane.Values.Zip(mask.Values))
        {
            weight += share;
            sum += share * (double)value;
            squares += share * (double)value * value;
        }
        var mean = sum / weight;
        return ((float)mean, (float)Math.Sqrt(Math.Max(0, (squares / weight) - (mean * mean))));
    }
}
