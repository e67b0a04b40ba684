namespace Lethe.Imaging;

/// <summary>Gives a picture the colours of another: mean, or mean and standard deviation, of L*, a* and b* (after Reinhard and others, IEEE
/// CG&amp;A 2001).</summary>
internal static class ColourTransfer
{
    /// <param name="from">Is recoloured, all of it.</param>
    /// <param name="to">Whose colours.</param>
    /// <param name="mask">Weights of the pixels that are compared; not all 0.</param>
    /// <param name="spread">The standard deviation too, within a factor of 2.</param>
    public static RgbPlanes Apply(RgbPlanes from, RgbPlanes to, Plane mask, bool spread)
    {
        var (source, target) = (Lab(from), Lab(to));
        for (var channel = 0; channel < 3; channel++)
        {
            var (mean, deviation) = Moments(source[channel], mask);
            var (wanted, wantedDeviation) = Moments(target[channel], mask);
            var gain = spread && deviation > 1e-3f ? Math.Clamp(wantedDeviation / deviation, 0.5f, 2) : 1;
            var values = source[channel];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = ((values[i] - mean) * gain) + wanted;
            }
        }
        var planes = new Plane[] { new(from.Side), new(from.Side), new(from.Side) };
        for (var i = 0; i < source[0].Length; i++)
        {
            var (red, green, blue) = LabColour.ToRgb(source[0][i], source[1][i], source[2][i]);
            (planes[0].Values[i], planes[1].Values[i], planes[2].Values[i]) = (
                Math.Clamp(red, 0, 255),
                Math.Clamp(green, 0, 255),
                Math.Clamp(blue, 0, 255)
            );
        }
        return new(planes[0], planes[1], planes[2]);
    }

    /// <summary>Weighted mean and standard deviation.</summary>
    public static (float Mean, float Deviation) Moments(float[] values, Plane mask)
    {
        double weight = 0,
            sum = 0,
            squares = 0;
        for (var i = 0; i < values.Length; i++)
        {
            weight += mask.Values[i];
            sum += mask.Values[i] * (double)values[i];
            squares += mask.Values[i] * (double)values[i] * values[i];
        }
        var mean = sum / weight;
        return ((float)mean, (float)Math.Sqrt(Math.Max(0, (squares / weight) - (mean * mean))));
    }

    /// <summary>L*, a*, b*.</summary>
    public static float[][] Lab(RgbPlanes picture)
    {
        var count = picture.Side * picture.Side;
        var lab = new[] { new float[count], new float[count], new float[count] };
        for (var i = 0; i < count; i++)
        {
            (lab[0][i], lab[1][i], lab[2][i]) = LabColour.From(
                picture.Planes[0].Values[i],
                picture.Planes[1].Values[i],
                picture.Planes[2].Values[i]
            );
        }
        return lab;
    }
}
