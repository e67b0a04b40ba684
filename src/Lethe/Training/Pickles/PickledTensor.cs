namespace Lethe.Training.Pickles;

/// <summary>A tensor as a pickle describes it; the numbers are not read yet.</summary>
internal sealed record PickledTensor(PickledStorage Storage, long Offset, long[] Shape, long[] Strides)
{
    private const int MaxDimensions = 64; // torch's

    /// <summary>From the arguments of <c>_rebuild_tensor_v2</c>: storage, offset, shape, strides, whether it learns, hooks
    /// (none).</summary>
    /// <exception cref="InvalidDataException">Others, or not within the storage.</exception>
    public static PickledTensor Of(object?[] arguments)
    {
        if (
            arguments is not [PickledStorage storage, long offset, object?[] sides, object?[] steps, bool, var hooks]
            || hooks is not (null or Dictionary<string, object?> { Count: 0 })
            || !sides.Concat(steps).All(static number => number is long)
        )
        {
            throw new InvalidDataException("a tensor in it is described in a way that is not known");
        }
        long[] shape = [.. sides.Cast<long>()],
            strides = [.. steps.Cast<long>()];
        return
            shape.Length == strides.Length
            && shape.Length <= MaxDimensions
            && offset >= 0
            && shape.Concat(strides).All(static number => number >= 0)
            && IsWithin(storage.Count, offset, shape, strides)
            ? new(storage, offset, shape, strides)
            : throw new InvalidDataException(
                $"a tensor [{string.Join(", ", shape.Take(8))}] with strides [{string.Join(", ", strides.Take(8))}] from "
                    + $"{offset} on is not within its storage of {storage.Count} numbers"
            );
    }

    public Tensor In(Tensor storage) => storage.as_strided(Shape, Strides, Offset);

    // The last number lies at offset + sum (side - 1) stride. A stride of 0 would make more numbers than there are.
    private static bool IsWithin(long count, long offset, long[] shape, long[] strides)
    {
        try
        {
            var numbers = shape.Aggregate(1L, static (product, side) => checked(product * Math.Max(1, side)));
            var last = shape
                .Zip(strides)
                .Aggregate(offset, static (sum, axis) => checked(sum + (Math.Max(0, axis.First - 1) * axis.Second)));
            return shape.Contains(0) ? offset <= count : numbers <= count && last < count;
        }
        catch (OverflowException)
        {
            return false;
        }
    }
}
