using Lethe.Runtime;
using static TorchSharp.torch;

namespace Lethe.Data;

/// <summary>
/// Reads the binary version of CIFAR-10: records of 3,073 bytes, a label 0..9 and a 32x32 image, channel by channel (Krizhevsky 2009).
/// </summary>
public static class Cifar10Binary
{
    public const string Name = "cifar10";
    public const int RecordBytes = 1 + ImageBytes;
    private const int ImageBytes = 3 * 32 * 32;

    public static IReadOnlyList<string> ClassNames { get; } =
    ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <summary>Five training batches, then the test batch.</summary>
    public static IReadOnlyList<string> Files { get; } =
    ["data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin", "test_batch.bin"];

    /// <summary>The records of all files as one data set.</summary>
    /// <exception cref="LetheException">A file is missing (<see cref="ExitCode.NotFound"/>), or is not whole records with labels 0..9
    /// (<see cref="ExitCode.BadFile"/>).</exception>
    public static ImageDataset Read(params IReadOnlyList<string> paths)
    {
        using var scope = NewDisposeScope();
        var count = paths.Sum(Records);
        var images = empty(count, 3, 32, 32, uint8);
        var labels = new long[count];
        var at = 0;
        foreach (var path in paths)
        {
            at += ReadFile(path, images.bytes[(at * ImageBytes)..], labels.AsSpan(at));
        }
        return new(Name, images, tensor(labels), ClassNames, Normalization.Cifar10);
    }

    private static int Records(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw LetheException.NotFound($"There is no file {path}.");
        }
        return file.Length > 0 && file.Length % RecordBytes == 0 && file.Length / RecordBytes <= 1_000_000
            ? (int)(file.Length / RecordBytes)
            : throw LetheException.BadFile(
                $"{path} is not an intact CIFAR-10 batch: its {file.Length} bytes are not a number of records of {RecordBytes} "
                    + $"bytes. Delete it and get it again."
            );
    }

    private static int ReadFile(string path, Span<byte> images, Span<long> labels)
    {
        try
        {
            using var file = File.OpenRead(path);
            var count = (int)(file.Length / RecordBytes);
            for (var i = 0; i < count; i++)
            {
                var label = file.ReadByte();
                if (label is < 0 or > 9)
                {
                    throw LetheException.BadFile(
                        $"{path} is not an intact CIFAR-10 batch: record {i} has label {label}, and there are only 0 to 9. "
                            + $"Delete it and get it again."
                    );
                }
                labels[i] = label;
                file.ReadExactly(images.Slice(i * ImageBytes, ImageBytes));
            }
            return count;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw LetheException.BadFile($"{path} cannot be read: {error.Message}", error);
        }
    }
}
