namespace Lethe.Imaging;

// The orthonormal DCT-II of a square: C X C', C_ij = sqrt((i = 0 ? 1 : 2) / n) cos((j + 1/2) pi i / n).
internal sealed class CosineTransform
{
    private readonly int size;
    private readonly float[] basis;

    public CosineTransform(int size)
    {
        this.size = size;
        basis = Basis(size);
    }

    // C, row after row; computed in float64, whose rounding does not show in it. C is orthogonal: its inverse is its transpose.
    public static float[] Basis(int size)
    {
        var basis = new float[size * size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
            {
                basis[(i * size) + j] = (float)(Math.Sqrt((i == 0 ? 1.0 : 2.0) / size) * Math.Cos((j + 0.5) * Math.PI * i / size));
            }
        }
        return basis;
    }

    // Gives coefficients: x across, y down, the mean first.
    public Plane Forward(Plane patch) => Rows(Rows(patch, inverse: false), inverse: false);

    public Plane Inverse(Plane coefficients) => Rows(Rows(coefficients, inverse: true), inverse: true);

    // Transforms the rows and writes them as columns: twice is the whole transform.
    private Plane Rows(Plane plane, bool inverse)
    {
        var turned = new Plane(size);
        for (var y = 0; y < size; y++)
        {
            for (var i = 0; i < size; i++)
            {
                var sum = 0f;
                for (var j = 0; j < size; j++)
                {
                    sum += (inverse ? basis[(j * size) + i] : basis[(i * size) + j]) * plane.Values[(y * size) + j];
                }
                turned.Values[(i * size) + y] = sum;
            }
        }
        return turned;
    }
}
