namespace Lethe.Interactive.Runs;

/// <summary>How progress and terminal write numbers, in every language alike.</summary>
internal static class Numbers
{
    /// <summary>Minutes and seconds, or hours and minutes: <c>0:42</c>, <c>12:05</c>, <c>3 h 07 min</c>.</summary>
    public static string Span(TimeSpan span) =>
        span.TotalHours >= 1
            ? Invariant($"{(int)span.TotalHours} h {span.Minutes:00} min")
            : Invariant($"{Math.Max(0, (int)span.TotalMinutes)}:{Math.Max(0, span.Seconds):00}");

    /// <summary>Three digits that count: <c>0.052 s</c>, <c>3.76 s</c>, <c>26 s</c>, <c>12:05</c>.</summary>
    public static string Seconds(double seconds) =>
        seconds >= 600
            ? Span(TimeSpan.FromSeconds(seconds))
            : Invariant($"{Math.Round(seconds, seconds < 1 ? 3 : seconds < 10 ? 2 : 1)} s");

    public static string Bytes(double bytes) =>
        bytes >= 1e9 ? Invariant($"{bytes / 1e9:F2} GB")
        : bytes >= 1e6 ? Invariant($"{bytes / 1e6:F1} MB")
        : Invariant($"{bytes / 1e3:F0} kB");

    // Not a DefaultInterpolatedStringHandler: that has written its numbers, in the thread's culture, before anybody can name another.
    public static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
