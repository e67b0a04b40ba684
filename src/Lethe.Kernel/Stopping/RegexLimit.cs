namespace Lethe.Kernel.Stopping;

/// <summary>
/// A regular expression that tries out more ways than there is time for ends in a <c>RegexMatchTimeoutException</c>: it is one long call,
/// which no interrupt can cut. An expression with a limit of its own keeps it.
/// </summary>
internal static class RegexLimit
{
    // For one match; an ordinary one takes milliseconds.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>Holds for the whole process, if no regular expression was used in it yet.</summary>
    public static void Install() =>
        AppContext.SetData("REGEX_DEFAULT_MATCH_TIMEOUT", AppContext.GetData("REGEX_DEFAULT_MATCH_TIMEOUT") ?? Limit);
}
