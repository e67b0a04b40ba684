using System.IO.Enumeration;

namespace Lethe.Kernel.Requests;

/// <summary>The cells of this session as they were typed.</summary>
internal sealed class InputHistory
{
    /// <summary>There is one session: this one. Asked as 0 (the current) or by this number.</summary>
    public const int Session = 1;

    private readonly List<(int Line, string Input, string? Output)> entries = [];

    public void Add(int line, string input, string? output) => entries.Add((line, input, output));

    /// <summary>The latest, a range, or what matches a pattern.</summary>
    public void Answer(Request request)
    {
        var n = Math.Max(0, request.Number("n", 10));
        var found = request.Text("hist_access_type") switch
        {
            "range" => Range(request.Number("session"), request.Number("start"), request.Number("stop", int.MaxValue)),
            "search" => Search(
                request.Text("pattern") is { Length: > 0 } pattern ? pattern : "*",
                request.Message.Content.ContainsKey("n") ? n : int.MaxValue,
                request.Flag("unique", false)
            ),
            _ => Tail(n),
        };
        var withOutput = request.Flag("output", false);
        var lines = found.Select(entry => new JsonArray(
            Session,
            entry.Line,
            withOutput ? new JsonArray(entry.Input, entry.Output) : entry.Input
        ));
        request.Reply("ok", new() { ["history"] = new JsonArray([.. lines]) });
    }

    public IEnumerable<(int Line, string Input, string? Output)> Tail(int n) => entries.TakeLast(n);

    /// <summary>Lines <paramref name="start"/> (counted) to <paramref name="stop"/> (not counted).</summary>
    public IEnumerable<(int Line, string Input, string? Output)> Range(int session, int start, int stop) =>
        session is 0 or Session ? entries.Where(entry => entry.Line >= start && entry.Line < stop) : [];

    /// <summary>The latest <paramref name="n"/> that match a pattern with <c>*</c> and <c>?</c>; of equal inputs, if they are to be unique,
    /// only the latest.</summary>
    public IEnumerable<(int Line, string Input, string? Output)> Search(string pattern, int n, bool unique)
    {
        var found = entries.Where(entry => FileSystemName.MatchesSimpleExpression(pattern, entry.Input, ignoreCase: false));
        return (unique ? found.Reverse().DistinctBy(static entry => entry.Input).Reverse() : found).TakeLast(n);
    }
}
