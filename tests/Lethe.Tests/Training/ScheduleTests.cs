using CsCheck;
using Lethe.Training;

namespace Lethe.Tests.Training;

public sealed class ScheduleTests
{
    private static double[] Run(Schedule schedule, int steps) =>
        [.. Enumerable.Range(0, steps).Select(step => schedule.Factor(step, steps))];

    [Fact]
    public void Constant_is_one() => Assert.All(Run(Schedule.Constant, 50), static factor => Assert.Equal(1, factor));

    [Fact]
    public void Cosine_is_half_a_cosine_from_one_to_zero()
    {
        Assert.Equal(1, Schedule.Cosine.Factor(0, 200));
        Assert.Equal((1 + Math.Sqrt(0.5)) / 2, Schedule.Cosine.Factor(50, 200), 12);
        Assert.Equal(0.5, Schedule.Cosine.Factor(100, 200), 12);
        Assert.Equal(0, Schedule.Cosine.Factor(200, 200), 12);
    }

    [Fact]
    public void One_cycle_climbs_for_a_quarter_and_falls_to_zero()
    {
        Assert.Equal(1.0 / 25, Schedule.OneCycle.Factor(0, 100), 12); // never 0: the first step must do something
        Assert.Equal(0.6, Schedule.OneCycle.Factor(14, 100), 12);
        Assert.Equal(1, Schedule.OneCycle.Factor(24, 100), 12);
        Assert.Equal(1, Schedule.OneCycle.Factor(25, 100), 12);
        Assert.Equal(0.5 / 0.75, Schedule.OneCycle.Factor(50, 100), 12);
        Assert.Equal(0, Schedule.OneCycle.Factor(100, 100), 12);
    }

    [Fact]
    public void Step_is_a_tenth_at_half_and_a_hundredth_at_three_quarters()
    {
        Assert.Equal([1, 1, 1, 1, 0.1, 0.1, 0.01, 0.01], Run(Schedule.Step, 8));
    }

    [Fact]
    public void Every_factor_lies_in_0_to_1_and_the_largest_is_near_1() =>
        Gen.Select(Gen.Enum<Schedule>(), Gen.Int[1, 500])
            .Sample(
                (schedule, steps) =>
                {
                    var run = Run(schedule, steps);
                    return run.All(static factor => factor is > 0 and <= 1) && run.Max() > 1 - (4.0 / steps);
                }
            );

    [Fact]
    public void Cosine_and_one_cycle_do_not_jump() =>
        Gen.Select(Gen.Bool, Gen.Int[8, 500])
            .Sample(
                (cosine, steps) =>
                {
                    var run = Run(cosine ? Schedule.Cosine : Schedule.OneCycle, steps);
                    return run.Zip(run.Skip(1)).All(pair => Math.Abs(pair.First - pair.Second) <= 4.0 / steps + 1e-12);
                }
            );

    [Fact]
    public void All_fall_once_they_have_climbed() =>
        Gen.Select(Gen.Enum<Schedule>(), Gen.Int[4, 500])
            .Sample(
                (schedule, steps) =>
                {
                    var run = Run(schedule, steps);
                    var top = Array.IndexOf(run, run.Max());
                    return run[..top].Zip(run[1..(top + 1)]).All(static pair => pair.First <= pair.Second)
                        && run[top..].Zip(run[(top + 1)..]).All(static pair => pair.First >= pair.Second);
                }
            );
}
