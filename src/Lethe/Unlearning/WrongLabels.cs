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
        (this.own, this.redraw) = (own, redraw);
        draw = range switch
        {
            LabelRange.All => _ => random.Next(classes),
            LabelRange.NotItsOwn => label => (label + 1 + random.Next(classes - 1)) % classes,
            _ => _ => kept[random.Next(kept.Count)],
        };
        labels = [.. own.Select(draw)];
    }

    public static WrongLabels Of(UnlearningTask task, LabelRange range, LabelRedraw redraw)
    {
        using var labels = task.Forget.Labels();
        using var onCpu = labels.cpu();
        var classes = task.Model.Spec.Classes;
        var kept = Enumerable.Range(0, classes).Where(label => label != task.ForgetClass).Select(static label => (long)label).ToList();
        return new(onCpu.data<long>().ToArray(), classes, kept, range, redraw, RandomStream.For(task.Seed, "random labels"));
    }

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

    /// <summary>The labels of a batch, wrong ones for D_f; int64, N.</summary>
    public Tensor In(JointBatch batch) =>
        cat([tensor(At(batch.Forget, batch.Epoch), device: batch.Labels.device), batch.OfRetain(batch.Labels)]);
}
