using Lethe.Experiments.Records;
using Lethe.Runtime;
using Lethe.Unlearning.Seen;

namespace Lethe.Tests.Unlearning.Seen;

public sealed class SeenRecordTests
{
    [Fact]
    public void It_reads_what_the_arrays_hold()
    {
        var arrays = SeenWorld.Arrays();
        arrays["logits.lau"] = new([.. Enumerable.Repeat((float[])[0, 1, float.NegativeInfinity], 8).SelectMany(static row => row)], 8, 3);
        var seen = new SeenRecord(SeenWorld.Bare(), arrays);

        Assert.Equal(SeenWorld.Methods, seen.Methods);
        Assert.Equal(["conv1", "layer1", "head"], seen.Stages);
        Assert.Equal((SeenWorld.Forget, SeenWorld.Classes), (seen.ForgetClass, seen.Classes));
        Assert.Equal((4..6, 6..8), (seen.Images("D_r"), seen.Images("D_tr")));
        Assert.Equal(1, seen.Called("lau", 7));
        Assert.Equal([0.268941421370, 0.731058578630, 0], seen.Probabilities("lau", 0).Select(static p => Math.Round(p, 12)));
        Assert.Equal([1.0, 1], seen.Confidence("lau", "D_f").Select(static odds => Math.Round(odds, 5))); // ln(e / 1)
        Assert.Equal(arrays["map.features.lau"].Values, seen.Map("lau", ofFeatures: true).Values);
        Assert.Equal(5, seen.Confusion("lau", ofTest: false).Row(1)[1]);
        Assert.Equal([1, 0, 0, 90, 90], seen.Trace("lau")!.Row(1).ToArray());
        Assert.Null(seen.Trace("retrain"));
        Assert.Throws<ArgumentException>(() => seen.Images("D"));
    }

    [Theory]
    [InlineData("logits.retrain")]
    [InlineData("labels")]
    [InlineData("map.logits.lau")]
    [InlineData("similarity.original")]
    [InlineData("test.lau")]
    public void One_that_is_missing_or_of_another_shape_is_said(string name)
    {
        var (without, other) = (SeenWorld.Arrays(), SeenWorld.Arrays());
        without.Remove(name);
        other[name] = new(other[name].Values[1..], other[name].Values.Length - 1);

        foreach (var arrays in (Dictionary<string, FigureArray>[])[without, other])
        {
            var error = Assert.Throws<LetheException>(() => new SeenRecord(SeenWorld.Bare(), arrays));
            Assert.Equal(ExitCode.BadFile, error.ExitCode);
            Assert.Contains(SeenWorld.Bare().Id, error.Message, StringComparison.Ordinal);
        }
    }
}
