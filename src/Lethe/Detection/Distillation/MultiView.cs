namespace Lethe.Detection.Distillation;

/// <summary>
/// ADD's multi-view attention (Le and Woo, AAAI 2022): the student's map and the teacher's, as distributions of mass over channel, row and
/// column, are looked at from random directions and compared slice by slice; slices of the same class are drawn together and of different
/// classes kept apart.
/// </summary>
/// <remarks>
/// The public code sorts the voxels along a direction but sums their masses in the order of memory, and leaves out the last slice; here a
/// voxel's mass goes into the slice it lies in, as the paper describes it.
/// </remarks>
public sealed record MultiView
{
    /// <summary><c>n_theta</c>.</summary>
    public int Directions { get; init; } = 12;

    /// <summary><c>p</c>.</summary>
    public double Power { get; init; } = 2;

    /// <summary><c>gamma</c>: weight of the distance between student and teacher.</summary>
    public double Gamma { get; init; } = 100;

    /// <summary><c>eta</c>: weight of the contrast between the classes.</summary>
    public double Eta { get; init; } = 50;

    /// <summary>How far apart samples of different classes have to be.</summary>
    public double Margin { get; init; } = 0.012;

    /// <param name="student">N x C x W x H, C at least 2, any type.</param>
    /// <param name="teacher">The same shape; no gradient is wanted.</param>
    /// <param name="labels">0 or 1 for each of the N.</param>
    /// <returns>A scalar, float32.</returns>
    /// <exception cref="ArgumentException">Not two maps of one shape, or another number of labels.</exception>
    public Tensor Of(Tensor student, Tensor teacher, IReadOnlyList<long> labels, RandomStream random)
    {
        if (student.dim() != 4 || !student.shape.SequenceEqual(teacher.shape) || labels.Count != student.shape[0] || student.shape[1] < 2)
        {
            throw new ArgumentException(
                $"Student and teacher want maps of the same shape and a label each, not {string.Join(" x ", student.shape)}, "
                    + $"{string.Join(" x ", teacher.shape)} and {labels.Count} labels."
            );
        }
        using var scope = NewDisposeScope();
        // gcd(C_s, C_t) / 2 slices, and here C_s = C_t.
        var slices = (int)student.shape[1] / 2;
        var (s, t) = (Mass(student), Mass(teacher));
        var partners = Partners.Draw(labels, random);
        using var generator = random.Torch();
        var directions = nn.functional.normalize(randn(Directions, 3, generator: generator), p: 2, dim: -1).to(student.device);
        var places = Places(student);
        var sum = zeros(1, device: student.device).sum();
        for (var i = 0; i < Directions; i++)
        {
            var slice = Slices(places.matmul(directions[i]), slices);
            var (masses, theirs) = (InSlices(s, slice, slices), InSlices(t, slice, slices));
            sum +=
                (Gamma * Distance(masses, theirs).mean())
                + (Eta * (Contrast(masses, theirs, partners) + Contrast(theirs, masses, partners)));
        }
        return (sum / Directions).MoveToOuterDisposeScope();
    }

    /// <summary>Which of the equally wide slices between the least and the greatest projection each voxel lies in.</summary>
    /// <returns>V numbers, int64.</returns>
    internal static Tensor Slices(Tensor projections, int slices)
    {
        using var scope = NewDisposeScope();
        var (least, most) = (projections.min(), projections.max());
        return ((projections - least) / (most - least).clamp_min(1e-30) * slices)
            .floor()
            .clamp(0, slices - 1)
            .to(ScalarType.Int64)
            .MoveToOuterDisposeScope();
    }

    /// <param name="mass">N x V.</param>
    /// <param name="slice">V numbers.</param>
    /// <returns>N x slices.</returns>
    internal static Tensor InSlices(Tensor mass, Tensor slice, int slices)
    {
        using var empty = zeros(mass.shape[0], slices, device: mass.device);
        return empty.index_add(1, slice, mass, 1);
    }

    // f^2 / ||f||^2: sums to 1. Voxels in the order of memory, channels last, so that nothing is copied.
    private static Tensor Mass(Tensor map) =>
        nn.functional.normalize(map.to(ScalarType.Float32).permute(0, 2, 3, 1).flatten(1), p: 2, dim: 1).square();

    // V x 3: channel, row and column of each voxel of Mass
    private static Tensor Places(Tensor map)
    {
        var (rows, columns, channels) = (arange(map.shape[2]), arange(map.shape[3]), arange(map.shape[1]));
        var grid = meshgrid([rows, columns, channels], indexing: "ij");
        return stack([grid[2].flatten(), grid[0].flatten(), grid[1].flatten()], 1).to(ScalarType.Float32).to(map.device);
    }

    // sum_k |a_k - b_k|^p, for each row
    private Tensor Distance(Tensor a, Tensor b) => (a - b).abs().pow(Power).sum([1]);

    // mean d(a, same class) + mean max(0, margin - d(a, other class))
    private Tensor Contrast(Tensor a, Tensor b, Partners partners)
    {
        var sum = Distance(a, b[partners.Same(a.device)]).mean();
        return partners.HasOther ? sum + (Margin - Distance(a, b[partners.Other(a.device)])).clamp_min(0).mean() : sum;
    }
}
