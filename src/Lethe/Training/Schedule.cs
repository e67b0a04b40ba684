namespace Lethe.Training;

/// <summary>How the learning rate moves over a run, as a factor of its largest value.</summary>
public enum Schedule
{
    /// <summary>1 throughout.</summary>
    Constant,

    /// <summary>Half a cosine from 1 to 0.</summary>
    Cosine,

    /// <summary>A straight line up to 1 over the first quarter, a straight line down to 0 over the rest (Smith 2018).</summary>
    OneCycle,

    /// <summary>A tenth at one half and again at three quarters of the run.</summary>
    Step,
}

/// <summary>The factor of each <see cref="Schedule"/>.</summary>
public static class Schedules
{
    /// <param name="step">Steps done, from 0.</param>
    public static double Factor(this Schedule schedule, long step, long steps)
    {
        var t = (double)step / Math.Max(1, steps);
        return schedule switch
        {
            Schedule.Cosine => 0.5 * (1 + Math.Cos(Math.PI * t)),
            Schedule.OneCycle => t < 0.25
                ? (step + 1.0) / Math.Max(1, 0.25 * steps) is var up && up < 1
                    ? up
                    : 1
                : (1 - t) / 0.75,
            Schedule.Step => t < 0.5 ? 1
            : t < 0.75 ? 0.1
            : 0.01,
            _ => 1,
        };
    }
}
