using System.Numerics;

namespace Lethe.Embedding;

/// <summary>
/// The quadtree of Barnes and Hut (1986) over points of the plane. The points are put in the order of their Morton codes, in which every
/// cell is a run of points; cells lie in the order of a walk through the tree, each knowing where the walk goes on behind it. Equal points
/// have equal codes and share a leaf, so the tree is at most 31 deep and has fewer than 2 N cells.
/// </summary>
internal sealed class QuadTree(int count)
{
    private const int LeafSize = 6;
    private const int Bits = 31;

    private readonly ulong[] codes = new ulong[count];
    private readonly int[] order = new int[count];
    private readonly double[] sorted = new double[2 * count];
    private readonly Cell[] cells = new Cell[2 * count];
    private int used;

    /// <summary>The points along the Morton curve: neighbours in it are mostly neighbours in the plane, and walk alike.</summary>
    public ReadOnlySpan<int> Order => order;

    /// <summary>Builds the tree anew.</summary>
    /// <param name="y">x and y of each point: 2 N.</param>
    public void Build(ReadOnlySpan<double> y)
    {
        var box = Box.Empty;
        for (var i = 0; i < count; i++)
        {
            box = box.With(y[2 * i], y[(2 * i) + 1]);
        }
        var size = Math.Max(box.Right - box.Left, box.Bottom - box.Top);
        var scale = size > 0 ? ((1L << Bits) - 1) / size : 0;
        for (var i = 0; i < count; i++)
        {
            order[i] = i;
            codes[i] = Spread((ulong)((y[2 * i] - box.Left) * scale)) | (Spread((ulong)((y[(2 * i) + 1] - box.Top) * scale)) << 1);
        }
        Array.Sort(codes, order);
        for (var i = 0; i < count; i++)
        {
            (sorted[2 * i], sorted[(2 * i) + 1]) = (y[2 * order[i]], y[(2 * order[i]) + 1]);
        }
        used = 0;
        Add(0, count);
    }

    /// <summary>
    /// <c>f = sum_j q_j^2 (y - y_j)</c> and <c>z = sum_j q_j</c> with <c>q_j = 1 / (1 + |y - y_j|^2)</c>, over all points: a point of the
    /// tree itself adds nothing to f and 1 to z. A cell whose diagonal is at most theta times its distance counts as one point at its mean
    /// (van der Maaten 2014, section 4.2; the diagonal is that of the box around the points).
    /// </summary>
    /// <param name="theta">From 0 (exact) to 1; above it a point could be in a cell that it sees as one point.</param>
    public (double X, double Y, double Z) Repulsion(double x, double y, double theta)
    {
        var (forceX, forceY, z, squaredTheta) = (0.0, 0.0, 0.0, theta * theta);
        for (var next = 0; next < used; )
        {
            ref readonly var cell = ref cells[next];
            var (dx, dy) = (x - cell.X, y - cell.Y);
            var distance = (dx * dx) + (dy * dy);
            if (cell.SquaredDiagonal <= squaredTheta * distance)
            {
                var q = 1 / (1 + distance);
                var weighted = cell.Count * q;
                z += weighted;
                forceX += weighted * q * dx;
                forceY += weighted * q * dy;
                next = cell.Behind;
            }
            else if (cell.Leaf >= 0)
            {
                foreach (ref readonly var point in Points(cell.Leaf, cell.Count))
                {
                    (dx, dy) = (x - point.X, y - point.Y);
                    var q = 1 / (1 + (dx * dx) + (dy * dy));
                    z += q;
                    forceX += q * q * dx;
                    forceY += q * q * dy;
                }
                next = cell.Behind;
            }
            else
            {
                next++;
            }
        }
        return (forceX, forceY, z);
    }

    private ReadOnlySpan<(double X, double Y)> Points(int first, int number) =>
        System.Runtime.InteropServices.MemoryMarshal.Cast<double, (double X, double Y)>(sorted.AsSpan(2 * first, 2 * number));

    // The cell of the points from..to-1 of the order, which are not none, and those below it.
    private Box Add(int from, int to)
    {
        var (index, box, differing) = (used++, Box.Empty, codes[from] ^ codes[to - 1]);
        var leaf = to - from <= LeafSize || differing == 0;
        if (leaf)
        {
            foreach (var (x, y) in Points(from, to - from))
            {
                box = box.With(x, y);
            }
        }
        else
        {
            // The pair of bits in which the codes first differ says the quadrant; levels where all points are in one quadrant get no cell.
            var shift = BitOperations.Log2(differing) & ~1;
            for (var start = from; start < to; )
            {
                var end = start + 1;
                while (end < to && codes[end] >> shift == codes[start] >> shift)
                {
                    end++;
                }
                box = box.With(Add(start, end));
                start = end;
            }
        }
        var (width, height, number) = (box.Right - box.Left, box.Bottom - box.Top, to - from);
        cells[index] = new(box.SumX / number, box.SumY / number, (width * width) + (height * height), number, leaf ? from : -1, used);
        return box;
    }

    // Bit n of a 31-bit number goes to bit 2 n.
    private static ulong Spread(ulong bits)
    {
        bits = (bits | (bits << 16)) & 0x0000FFFF0000FFFF;
        bits = (bits | (bits << 8)) & 0x00FF00FF00FF00FF;
        bits = (bits | (bits << 4)) & 0x0F0F0F0F0F0F0F0F;
        bits = (bits | (bits << 2)) & 0x3333333333333333;
        return (bits | (bits << 1)) & 0x5555555555555555;
    }

    // X and Y: the mean of the points. Leaf: where its points begin in the order; -1 of a cell with cells below it.
    private readonly struct Cell(double x, double y, double squaredDiagonal, int count, int leaf, int behind)
    {
        public readonly double X = x;
        public readonly double Y = y;
        public readonly double SquaredDiagonal = squaredDiagonal;
        public readonly int Count = count;
        public readonly int Leaf = leaf;
        public readonly int Behind = behind;
    }

    // What points take up, and their sum.
    private readonly record struct Box(double Left, double Top, double Right, double Bottom, double SumX, double SumY)
    {
        public static Box Empty { get; } =
            new(double.PositiveInfinity, double.PositiveInfinity, double.NegativeInfinity, double.NegativeInfinity, 0, 0);

        public Box With(double x, double y) =>
            new(Math.Min(Left, x), Math.Min(Top, y), Math.Max(Right, x), Math.Max(Bottom, y), SumX + x, SumY + y);

        public Box With(Box other) =>
            new(
                Math.Min(Left, other.Left),
                Math.Min(Top, other.Top),
                Math.Max(Right, other.Right),
                Math.Max(Bottom, other.Bottom),
                SumX + other.SumX,
                SumY + other.SumY
            );
    }
}
