namespace Lethe.Imaging;

/// <summary>A square picture for calculating with: three planes of 0 to 255.</summary>
public sealed class RgbPlanes(Plane red, Plane green, Plane blue)
{
    public Plane[] Planes { get; } = [red, green, blue];

    public int Side => Planes[0].Side;

    /// <param name="rgb">side x side x 3, row by row.</param>
    public static RgbPlanes From(byte[] rgb, int side)
    {
        if (rgb.Length != 3 * side * side)
        {
            throw new ArgumentException($"A picture of side {side} has {3 * side * side} bytes, not {rgb.Length}.");
        }
        var planes = new Plane[] { new(side), new(side), new(side) };
        for (var i = 0; i < rgb.Length; i++)
        {
            planes[i % 3].Values[i / 3] = rgb[i];
        }
        return new(planes[0], planes[1], planes[2]);
    }

    /// <summary>Each plane changed in the same way.</summary>
    public RgbPlanes Each(Func<Plane, Plane> change) => new(change(Planes[0]), change(Planes[1]), change(Planes[2]));

    // Each colour changed by itself.
    internal RgbPlanes Map(Func<float, float, float, (float, float, float)> change)
    {
        var result = Each(static plane => new(plane.Side));
        var ((first, second, third), (red, green, blue)) = (Values(this), Values(result));
        for (var i = 0; i < red.Length; i++)
        {
            (red[i], green[i], blue[i]) = change(first[i], second[i], third[i]);
        }
        return result;

        static (float[], float[], float[]) Values(RgbPlanes of) => (of.Planes[0].Values, of.Planes[1].Values, of.Planes[2].Values);
    }

    /// <summary>Rounded, cut to 0 to 255; side x side x 3.</summary>
    public byte[] ToRgb()
    {
        var rgb = new byte[3 * Side * Side];
        for (var i = 0; i < rgb.Length; i++)
        {
            rgb[i] = (byte)Math.Clamp(Planes[i % 3].Values[i / 3] + 0.5f, 0, 255);
        }
        return rgb;
    }

    /// <summary><c>m above + (1 - m) this</c>; where m is 0 the pixel is this one's, to the bit.</summary>
    public RgbPlanes Under(RgbPlanes above, Plane mask)
    {
        var result = Each(static plane => plane.Copy());
        for (var channel = 0; channel < 3; channel++)
        {
            var (values, over) = (result.Planes[channel].Values, above.Planes[channel].Values);
            for (var i = 0; i < values.Length; i++)
            {
                values[i] += mask.Values[i] * (over[i] - values[i]);
            }
        }
        return result;
    }
}
