using System.Collections.Concurrent;

namespace Lethe.Faces.Paired;

/// <summary>Decodes the next batches while the current one is computed with.</summary>
public static class DecodeAhead
{
    /// <param name="batches">The rows of each batch; enumerated on another thread.</param>
    /// <param name="ahead">The most batches that wait; at least 1.</param>
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
        using var waiting = new BlockingCollection<(IReadOnlyList<int> Rows, Tensor Images)>(ahead);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var producer = Task.Factory.StartNew(Produce, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            foreach (var batch in waiting.GetConsumingEnumerable(cancel))
            {
                yield return batch;
                cancel.ThrowIfCancellationRequested();
            }
            producer.GetAwaiter().GetResult();
        }
        finally
        {
            stop.Cancel();
            Task.WaitAny([producer], CancellationToken.None);
            while (waiting.TryTake(out var left))
            {
                left.Images.Dispose();
            }
        }

        void Produce()
        {
            try
            {
                foreach (var rows in batches)
                {
                    stop.Token.ThrowIfCancellationRequested();
                    var batch = images.Read(rows);
                    try
                    {
                        waiting.Add((rows, batch), stop.Token);
                    }
                    catch
                    {
                        batch.Dispose();
                        throw;
                    }
                }
            }
            finally
            {
                waiting.CompleteAdding();
            }
        }
    }
}
