using Lethe.Experiments.Records;
using Lethe.Runtime;
using Lethe.Tests.Experiments;
using Lethe.Unlearning.Oracles;

namespace Lethe.Tests.Unlearning.Oracles;

public sealed class EnsembleLogitsTests
{
    // Two networks, three classes; of each part one image.
    private static readonly float[] Values =
    [
        2,
        0,
        -1, /**/
        0,
        3,
        0, /**/
        1,
        2,
        3, /**/
        5,
        0,
        0,
        1,
        4,
        -1, /**/
        2,
        1,
        0, /**/
        0,
        0,
        9, /**/
        0,
        0,
        1,
    ];

    private static EnsembleLogits Two => new(Values, 2, [0, 0, 2, 2], [1, 1, 1, 1]);

    [Fact]
    public void Margins_and_answers_are_those_of_the_part()
    {
        Assert.Equal(1.686738, Two.Margins("D_f")[0, 0], 6);
        Assert.Equal(-5 - Math.Log(1 + Math.Exp(-5)), Two.Margins("D_tr")[0, 0], 6); // 0 - ln(e^5 + e^0)
        Assert.Equal([0, 1], Two.Answers("D_f").Of(0));
        Assert.Equal([1, 0], Two.Answers("D_tf").Of(0));
        Assert.Equal([50, 50, 100, 50], EnsembleLogits.Parts.Select(Two.Accuracy));
        Assert.Throws<ArgumentException>(() => Two.Margins("D_x"));
    }

    [Fact]
    public void Behind_a_mask_the_class_is_never_named()
    {
        var masked = Two.Masked(0);

        Assert.Equal([1, 1], masked.Answers("D_f").Of(0));
        Assert.Equal([-100, -100], masked.Margins("D_f").Of(0));
        Assert.Equal([0, 1], Two.Answers("D_f").Of(0)); // a copy
    }

    [Fact]
    public void Kept_margins_are_those_of_the_class_that_most_oracles_name()
    {
        // Without class 0 both name 1 for D_f; z_1 - z_2.
        Assert.Equal([1, 5], Two.KeptMargins("D_f", Two, forgetClass: 0).Of(0).Select(static m => Math.Round(m, 9)));
        Assert.Equal(Two.KeptMargins("D_f", Two, 0).Of(0), Two.Masked(0).KeptMargins("D_f", Two, 0).Of(0));
    }

    [Fact]
    public void They_come_back_from_the_file_in_half_precision()
    {
        using var folder = new TemporaryFolder();
        var record = TestRecords.Record() with { Arrays = Two.Arrays() };
        new RecordStore(folder.Path).Append(record);
        var arrays = new RecordStore(folder.Path).Arrays(record);

        Assert.True(arrays["logits"].IsHalf);
        Assert.Equal([2, 4, 3], arrays["logits"].Shape);
        Assert.Equal(Values, arrays["logits"].Values);
        Assert.Equal(Two.Sha256, EnsembleLogits.Of(arrays).Sha256);
        Assert.NotEqual(Two.Sha256, Two.Masked(1).Sha256);
    }

    [Fact]
    public void Arrays_of_something_else_are_refused()
    {
        var without = Two.Arrays();
        without.Remove("sizes");
        var other = Two.Arrays();
        other["labels"] = new FigureArray([0, 1, 2], 3);

        Assert.Equal(ExitCode.BadFile, Assert.Throws<LetheException>(() => EnsembleLogits.Of(without)).ExitCode);
        Assert.Equal(ExitCode.BadFile, Assert.Throws<LetheException>(() => EnsembleLogits.Of(other)).ExitCode);
    }
}
