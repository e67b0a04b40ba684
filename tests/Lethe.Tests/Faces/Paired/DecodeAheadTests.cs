using System.Collections.Concurrent;
using Lethe.Faces.Paired;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Faces.Paired;

public sealed class DecodeAheadTests
{
    [Fact]
    public void Batches_come_in_order_and_whole()
    {
        using var images = new CountedImages();
        var rows = Enumerable.Range(0, 20).Select(static i => (IReadOnlyList<int>)[i, i + 1]).ToArray();
        var seen = new List<IReadOnlyList<int>>();
        foreach (var (batch, pixels) in DecodeAhead.Batches(images, rows, 3, TestContext.Current.CancellationToken))
        {
            using (pixels)
            {
                Assert.Equal(batch.Select(static row => (byte)row), pixels.flatten().data<byte>().ToArray());
                seen.Add(batch);
            }
        }
        Assert.Equal(rows, seen);
        Assert.True(images.AllAreDisposed);
    }

    [Fact]
    public void No_more_are_decoded_than_may_wait()
    {
        using var images = new CountedImages();
        using var batches = DecodeAhead.Batches(images, Endless(), 2, TestContext.Current.CancellationToken).GetEnumerator();
        Assert.True(batches.MoveNext());
        using (batches.Current.Images)
        {
            // one here, two waiting, one that finds no room
            Assert.True(SpinWait.SpinUntil(() => images.Count == 4, TimeSpan.FromSeconds(20)));
            Thread.Sleep(50);
            Assert.Equal(4, images.Count);
        }
    }

    [Fact]
    public void Nothing_is_left_when_the_reader_stops_early()
    {
        using var images = new CountedImages();
        foreach (var (_, pixels) in DecodeAhead.Batches(images, Endless(), 4, TestContext.Current.CancellationToken).Take(3))
        {
            pixels.Dispose();
        }
        Assert.True(images.AllAreDisposed);
        Assert.True(images.Count >= 3);
    }

    [Fact]
    public void A_failure_reaches_the_reader_after_the_batches_before_it()
    {
        using var images = new CountedImages { FailsAt = 2 };
        var seen = 0;
        var error = Assert.Throws<InvalidDataException>(() =>
        {
            foreach (var (_, pixels) in DecodeAhead.Batches(images, Endless(), 4, TestContext.Current.CancellationToken))
            {
                pixels.Dispose();
                seen++;
            }
        });
        Assert.Equal(("row 2", 2), (error.Message, seen));
        Assert.True(images.AllAreDisposed);
    }

    [Fact]
    public void Cancelling_ends_it_and_leaves_nothing()
    {
        using var images = new CountedImages();
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (var (rows, pixels) in DecodeAhead.Batches(images, Endless(), 4, stop.Token))
            {
                pixels.Dispose();
                if (rows[0] == 3)
                {
                    stop.Cancel();
                }
            }
        });
        Assert.True(images.AllAreDisposed);
    }

    private static IEnumerable<IReadOnlyList<int>> Endless() =>
        Enumerable.Range(0, int.MaxValue).Select(static i => (IReadOnlyList<int>)[i]);

    /// <summary>Remembers every tensor it gave away.</summary>
    private sealed class CountedImages : IPairedImages
    {
        private readonly ConcurrentBag<Tensor> given = [];

        public int FailsAt { get; init; } = -1;

        public int Count => given.Count;

        public bool AllAreDisposed => given.All(static tensor => tensor.IsInvalid);

        public string Title => "counted";

        public IReadOnlyList<string> Qualities => ["raw"];

        public int Side => 1;

        public IReadOnlyList<PairedFrame> Frames => [];

        public Tensor Read(IReadOnlyList<int> rows)
        {
            if (rows.Contains(FailsAt))
            {
                throw new InvalidDataException($"row {FailsAt}");
            }
            var images = tensor(rows.Select(static row => (byte)row).ToArray()).reshape(rows.Count, 1, 1, 1, 1);
            given.Add(images);
            return images;
        }

        public void Dispose() { }
    }
}
