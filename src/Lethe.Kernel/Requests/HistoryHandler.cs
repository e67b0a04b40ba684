using System.Text.Json.Nodes;

namespace Lethe.Kernel.Requests;

/// <summary>What was run in this session: the latest, a range, or what matches a pattern.</summary>
internal sealed class HistoryHandler : IRequestHandler
{
    public string Type => "history_request";

    public void Handle(Request request)
    {
        var history = request.Kernel.History;
        var n = Math.Max(0, request.Number("n", 10));
        var entries = request.Text("hist_access_type") switch
        {
            "range" => history.Range(request.Number("session"), request.Number("start"), request.Number("stop", int.MaxValue)),
            "search" => history.Search(
                request.Text("pattern") is { Length: > 0 } pattern ? pattern : "*",
                request.Message.Content.ContainsKey("n") ? n : int.MaxValue,
                request.Flag("unique", false)
            ),
            _ => history.Tail(n),
        };
        var withOutput = request.Flag("output", false);
        request.Reply(
            new()
            {
                ["status"] = "ok",
                ["history"] = new JsonArray([
                    .. entries.Select(entry =>
                        (JsonNode)
                            new JsonArray(
                                InputHistory.Session,
                                entry.Line,
                                withOutput ? new JsonArray(entry.Input, entry.Output) : entry.Input
                            )
                    ),
                ]),
            }
        );
    }
}
