using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Lethe.Kernel.Outputs;

/// <summary>
/// One value on its way to being shown: what it lies in, how many values were shown so far and since when. A value may contain itself, be
/// as deep as it is long, or make new ones for as long as it is asked.
/// </summary>
internal sealed class DisplayWalk
{
    private const int MostLevels = 7; // of values within values
    private const int MostValues = 10_000;

    /// <summary>After which no more values are begun.</summary>
    public static TimeSpan MostTime { get; } = TimeSpan.FromSeconds(10);

    [ThreadStatic]
    private static DisplayWalk? current;

    private readonly List<object> path = [];
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private int values;

    /// <summary>Of the calling thread; null outside of <see cref="Over"/>.</summary>
    public static DisplayWalk? Current => current;

    /// <summary>Why not all was shown; null if all was.</summary>
    public string? Cut { get; private set; }

    /// <summary>Shows something, within the same limits however often formatters begin anew inside.</summary>
    public static string Over(Func<string> show, Func<string, string> note)
    {
        var outer = current;
        var walk = current = new();
        try
        {
            var text = show();
            return walk.Cut is { } cut ? text + note(cut) : text;
        }
        finally
        {
            current = outer;
        }
    }

    /// <returns>Why this value is not to be looked into; null if it is, and then <see cref="Leave"/> follows.</returns>
    public string? Enter(object value)
    {
        if (++values > MostValues)
        {
            return Cut = FormattableString.Invariant($"only the first {MostValues:#,0} values are shown");
        }
        if (clock.Elapsed > MostTime)
        {
            return Cut = FormattableString.Invariant($"only what took {MostTime.TotalSeconds:0} seconds is shown");
        }
        if (!value.GetType().IsValueType && path.Exists(outer => ReferenceEquals(outer, value)))
        {
            return "contains itself";
        }
        if (path.Count >= MostLevels || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            return "deeper levels are not shown";
        }
        path.Add(value);
        return null;
    }

    public void Leave() => path.RemoveAt(path.Count - 1);
}
