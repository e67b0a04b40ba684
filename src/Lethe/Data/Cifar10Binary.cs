namespace Lethe.Data;

/// <summary>
/// Reads the binary version of CIFAR-10: records of 3,073 bytes, a label 0..9 and a 32x32 image, channel by channel (Krizhevsky 2009).
/// </summary>
public static class Cifar10Binary
{
    public const string Name = "cifar10";
    public const int RecordBytes = 1 + (3 * 32 * 32);
    private const int MostRecords = 1_000_000;

    public static IReadOnlyList<string> ClassNames { get; } =
    ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    public static IReadOnlyList<ClassGroup> SuperClasses { get; } = [new("animals", [2, 3, 4, 5, 6, 7]), new("vehicles", [0, 1, 8, 9])];

    /// <summary>Five training batches, then the test batch.</summary>
    public static IReadOnlyList<string> Files { get; } =
    ["data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin", "test_batch.bin"];

    /// <exception cref="LetheException">NotFound; BadFile: not whole records with labels 0..9.</exception>
    public static ImageDataset Read(params IReadOnlyList<string> paths)
    {
        using var scope = NewDisposeScope();
        var records = cat([.. paths.Select(Records)]);
        return new(
            Name,
            records.narrow(1, 1, RecordBytes - 1).reshape(-1, 3, 32, 32),
            records.select(1, 0).to(int64),
            ClassNames,
            Normalization.Cifar10
        );
    }

    // uint8, N x 3073.
    private static Tensor Records(string path) =>
        ForeignFile.Read(
            path,
            "is not an intact CIFAR-10 batch",
            static file =>
            {
                if (file.Length is 0 or > (long)MostRecords * RecordBytes || file.Length % RecordBytes != 0)
                {
                    throw new InvalidDataException($"its {file.Length} bytes are not a number of records of {RecordBytes} bytes");
                }
                var records = empty(file.Length / RecordBytes, RecordBytes, uint8);
                file.ReadExactly(records.bytes);
                var (largest, at) = records.select(1, 0).max(0);
                return largest.item<byte>() <= 9
                    ? records
                    : throw new InvalidDataException(
                        $"record {at.item<long>()} has label {largest.item<byte>()}, and there are only 0 to 9"
                    );
            },
            "Delete it and get it again."
        );
}
