namespace Lethe.Imaging;

/// <summary>One channel of a square picture, or a mask.</summary>
public sealed class Plane(int side)
{
    public int Side { get; } = side;

    /// <summary>Row by row; a colour of 0 to 255, a mask of 0 to 1.</summary>
    public float[] Values { get; } = new float[side * side];

    public float this[int x, int y]
    {
        get => Values[(y * Side) + x];
        set => Values[(y * Side) + x] = value;
    }

    /// <summary>A plane of the values of a function of the pixel.</summary>
    public static Plane Of(int side, Func<int, int, float> value)
    {
        var plane = new Plane(side);
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < side; x++)
            {
                plane[x, y] = value(x, y);
            }
        }
        return plane;
    }

    // Changes every value of this plane.
    internal Plane Change(Func<float, float> change)
    {
        for (var i = 0; i < Values.Length; i++)
        {
            Values[i] = change(Values[i]);
        }
        return this;
    }

    public Plane Copy()
    {
        var copy = new Plane(Side);
        Values.CopyTo(copy.Values, 0);
        return copy;
    }
}
