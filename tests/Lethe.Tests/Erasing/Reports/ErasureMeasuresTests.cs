using Lethe.Erasing.Reports;

namespace Lethe.Tests.Erasing.Reports;

public sealed class ErasureMeasuresTests
{
    [Fact]
    public void The_one_that_lost_most_comes_first()
    {
        var report = Measures([
            Change(PromptRole.Erased, 7, 8, 0, 0),
            Change(PromptRole.Kept, 0, 8, 8, 5),
            Change(PromptRole.Instead, 9, 8, 4, 1),
            Change(PromptRole.Kept, 5, 8, 6, 3),
            Change(PromptRole.Nothing, null, 0, 0, 4),
        ]);
        Assert.Equal([9, 5, 0], report.Neighbours.Select(static change => change.Prompt.Class!.Value));
        Assert.Equal([9, 5, 0], report.NeighboursByDistance.Select(static change => change.Prompt.Class!.Value));
        Assert.Equal(1, report.AccuracyBefore);
        Assert.Equal(18 / 24.0, report.AccuracyAfter!.Value, 12);
        Assert.Equal(9, report.Worst!.Prompt.Class);
        Assert.Equal(0.5, report.Worst.Lost);
    }

    [Fact]
    public void Without_a_detector_the_least_alike_comes_first()
    {
        var report = Measures([
            new(Prompt(PromptRole.Kept, null, "a"), 2, 0.9, null, null, null),
            new(Prompt(PromptRole.Kept, null, "b"), 2, 0.7, null, null, null),
        ]);
        Assert.Equal(["b", "a"], report.Neighbours.Select(static change => change.Prompt.Name));
        Assert.Equal(0.8, report.Similarity, 12);
        Assert.Null(report.AccuracyBefore);
        Assert.Null(report.Worst);
    }

    private static ErasureMeasures Measures(IReadOnlyList<PromptChange> changes) => new(changes, 0, 0);

    private static PromptChange Change(PromptRole role, int? label, int before, int after, double distance) =>
        new(Prompt(role, label, $"{label}"), 8, 0.9, Votes(label ?? 0, before), Votes(label ?? 0, after), distance);

    // The rest is taken for class 1.
    private static ClassVotes Votes(int label, int right) =>
        new(
            [
                .. Enumerable
                    .Range(0, 10)
                    .Select(one =>
                        one == label ? right
                        : one == 1 ? 8 - right
                        : 0
                    ),
            ],
            0
        );

    private static MeasuredPrompt Prompt(PromptRole role, int? label, string name) => new(name, role, [name], 0, label);
}
