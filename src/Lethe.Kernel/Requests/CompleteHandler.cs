using System.Text.Json.Nodes;
using Lethe.Kernel.Language;

namespace Lethe.Kernel.Requests;

/// <summary>What may stand at the cursor.</summary>
internal sealed class CompleteHandler : IRequestHandler
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public string Type => "complete_request";

    public void Handle(Request request)
    {
        var code = request.Text("code");
        using var limit = new CancellationTokenSource(Patience);
        var found = request
            .Kernel.Insight.CompleteAsync(code, CursorPosition.ToIndex(code, request.Number("cursor_pos", int.MaxValue)), limit.Token)
            .GetAwaiter()
            .GetResult();
        var (start, end) = (CursorPosition.ToCodePoints(code, found.Start), CursorPosition.ToCodePoints(code, found.End));
        request.Reply(
            new()
            {
                ["status"] = "ok",
                ["matches"] = new JsonArray([.. found.Items.Select(static item => (JsonNode)item.Text)]),
                ["cursor_start"] = start,
                ["cursor_end"] = end,
                ["metadata"] = new JsonObject
                {
                    ["_jupyter_types_experimental"] = new JsonArray([
                        .. found.Items.Select(item =>
                            (JsonNode)
                                new JsonObject
                                {
                                    ["text"] = item.Text,
                                    ["type"] = item.Kind,
                                    ["start"] = start,
                                    ["end"] = end,
                                }
                        ),
                    ]),
                },
            }
        );
    }
}
