using System.Threading.Channels;
using static TorchSharp.torch;

namespace Lethe.Faces.Paired;

/// <summary>Decodes the next batches while the current one is computed with.</summary>
public static class DecodeAhead
{
    /// <summary>The batches in their order.</summary>
    /// <param name="images">Where from.</param>
    /// <param name="batches">The rows of each batch; enumerated on another thread.</param>
    /// <param name="ahead">The most batches that wait; at least 1.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>Tensors as of <see cref="IPairedImages.Read"/>; the caller disposes them. What the caller does not take is disposed
    /// here.</returns>
    /// <exception cref="OperationCanceledException">Cancelled. A failure to read is passed on as it is.</exception>
    public static IEnumerable<(IReadOnlyList<int> Rows, Tensor Images)> Batches(
        IPairedImages images,
        IEnumerable<IReadOnlyList<int>> batches,
        int ahead,
        CancellationToken cancel = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(ahead, 1);
        return Run();

        IEnumerable<(IReadOnlyList<int> Rows, Tensor Images)> Run()
        {
            var channel = Channel.CreateBounded<(IReadOnlyList<int> Rows, Tensor Images)>(
                new BoundedChannelOptions(ahead) { SingleReader = true, SingleWriter = true }
            );
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            var producer = Task.Factory.StartNew(
                () => Produce(images, batches, channel.Writer, stop.Token),
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default
            );
            try
            {
                while (Wait(channel.Reader.WaitToReadAsync(cancel)))
                {
                    while (channel.Reader.TryRead(out var batch))
                    {
                        yield return batch;
                        cancel.ThrowIfCancellationRequested();
                    }
                }
            }
            finally
            {
                stop.Cancel();
                producer.Wait(CancellationToken.None);
                while (channel.Reader.TryRead(out var left))
                {
                    left.Images.Dispose();
                }
            }
        }
    }

    // Whatever happens in here reaches the reader through the channel.
    private static void Produce(
        IPairedImages images,
        IEnumerable<IReadOnlyList<int>> batches,
        ChannelWriter<(IReadOnlyList<int> Rows, Tensor Images)> writer,
        CancellationToken stop
    )
    {
        try
        {
            foreach (var rows in batches)
            {
                stop.ThrowIfCancellationRequested();
                var batch = images.Read(rows);
                var taken = false;
                try
                {
                    while (!(taken = writer.TryWrite((rows, batch))) && Wait(writer.WaitToWriteAsync(stop))) { }
                }
                finally
                {
                    if (!taken)
                    {
                        batch.Dispose();
                    }
                }
            }
            writer.Complete();
        }
        catch (Exception error)
        {
            writer.Complete(error);
        }
    }

    private static bool Wait(ValueTask<bool> task) =>
        task.IsCompleted ? task.GetAwaiter().GetResult() : task.AsTask().GetAwaiter().GetResult();
}
