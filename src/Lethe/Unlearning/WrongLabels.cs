namespace Lethe.Unlearning;

/// <summary>Random labels for the images of D_f, uniform over a <see cref="LabelRange"/>.</summary>
internal sealed class WrongLabels
{
    private readonly long[] own;
    private readonly Func<long, long> draw;
    private readonly LabelRedraw redraw;
    private readonly long[] labels;
    private int epoch = 1;

    /// <param name="own">Of each image.</param>
    /// <param name="kept">The classes that are not to be forgotten.</param>
    public WrongLabels(long[] own, int classes, IReadOnlyList<long> kept, LabelRange range, LabelRedraw redraw, RandomStream random)
    {
        (this.own, this.redraw, draw) = (own, redraw, Draws(classes, kept, range, random));
        labels = [.. own.Select(draw)];
    }

    public static WrongLabels Of(UnlearningTask task, LabelRange range, LabelRedraw redraw)
    {
        using var labels = task.Forget.Labels();
        using var onCpu = labels.cpu();
        return new(
            onCpu.data<long>().ToArray(),
            task.Model.Spec.Classes,
            Kept(task),
            RangeFor(task, range),
            redraw,
            RandomStream.For(task.Seed, "random labels")
        );
    }

    /// <summary>A draw for an image of a label.</summary>
    public static Func<long, long> Draws(UnlearningTask task, LabelRange range, RandomStream random) =>
        Draws(task.Model.Spec.Classes, Kept(task), RangeFor(task, range), random);

    /// <param name="rows">Positions in D_f.</param>
    /// <param name="inEpoch">From 1.</param>
    public long[] At(long[] rows, int inEpoch = 1)
    {
        if (redraw == LabelRedraw.EachEpoch && inEpoch != epoch)
        {
            epoch = inEpoch;
            own.Select(draw).ToArray().CopyTo(labels, 0);
        }
        return [.. rows.Select(row => redraw == LabelRedraw.EachBatch ? draw(own[row]) : labels[row])];
    }

    private static Func<long, long> Draws(int classes, IReadOnlyList<long> kept, LabelRange range, RandomStream random) =>
        range switch
        {
            LabelRange.All => _ => random.Next(classes),
            LabelRange.NotItsOwn => label => (label + 1 + random.Next(classes - 1)) % classes,
            _ => _ => kept[random.Next(kept.Count)],
        };

    private static List<long> Kept(UnlearningTask task) =>
        [.. Enumerable.Range(0, task.Model.Spec.Classes).Except(task.ForgetClasses).Select(static label => (long)label)];

    private static LabelRange RangeFor(UnlearningTask task, LabelRange range) =>
        (range, task.ForgetClasses.Count) switch
        {
            (LabelRange.Kept, 0) => LabelRange.NotItsOwn, // every class is kept, the image's own too
            (LabelRange.NotItsOwn, > 1) => LabelRange.Kept, // another forgotten class is no wrong label
            _ => range,
        };

    /// <summary>The labels of a batch, wrong ones for D_f; int64, N.</summary>
    public Tensor In(JointBatch batch) =>
        cat([tensor(At(batch.Forget, batch.Epoch), device: batch.Labels.device), batch.OfRetain(batch.Labels)]);
}
