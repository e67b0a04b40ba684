using Lethe.Interactive.Runs;
using Lethe.Training;

namespace Lethe.Tests.Interactive.Runs;

public sealed class LossCurveTests
{
    [Fact]
    public void Ends_of_epochs_are_kept_apart()
    {
        var curve = new LossCurve();
        foreach (var (epoch, step, loss) in ((int, int, double)[])[(1, 5, 3), (1, 10, 2), (2, 4, 1.5), (2, 10, double.NaN), (3, 10, 1)])
        {
            curve.Add(At(epoch, step, loss));
        }
        Assert.Equal([(5 / 30.0, 3), (10 / 30.0, 2), (14 / 30.0, 1.5), (1, 1)], curve.Points);
        Assert.Equal([(10 / 30.0, 2), (1, 1)], curve.Epochs);
    }

    [Fact]
    public void A_long_training_is_thinned_out_and_keeps_its_last_point()
    {
        var curve = new LossCurve();
        for (var step = 1; step <= 100_000; step++)
        {
            curve.Add(new(1, 1, step, 100_000, step, 0, 0, 0, 0, default));
        }
        Assert.InRange(curve.Points.Count, 100, 400);
        Assert.Equal(curve.Points.OrderBy(static point => point.At), curve.Points);
        Assert.InRange(curve.Points[^1].At, 0.99, 1);
    }

    [Fact]
    public void A_report_from_further_back_is_another_training()
    {
        var curve = new LossCurve();
        Assert.False(curve.IsBefore(At(1, 1, 1)));
        curve.Add(At(2, 5, 1));
        Assert.False(curve.IsBefore(At(2, 6, 1)));
        Assert.True(curve.IsBefore(At(2, 4, 1)));
        Assert.True(curve.IsBefore(At(1, 9, 1)));
    }

    private static TrainingProgress At(int epoch, int step, double loss) => new(epoch, 3, step, 10, loss, 50, 0.1, 100, 10, TimeSpan.Zero);
}
