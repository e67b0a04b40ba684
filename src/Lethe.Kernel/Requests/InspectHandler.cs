using System.Text.Json.Nodes;
using Lethe.Kernel.Language;

namespace Lethe.Kernel.Requests;

/// <summary>Signature and documentation of what stands at the cursor.</summary>
internal sealed class InspectHandler : IRequestHandler
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public string Type => "inspect_request";

    public void Handle(Request request)
    {
        var code = request.Text("code");
        using var limit = new CancellationTokenSource(Patience);
        var found = request
            .Kernel.Insight.InspectAsync(code, CursorPosition.ToIndex(code, request.Number("cursor_pos", int.MaxValue)), limit.Token)
            .GetAwaiter()
            .GetResult();
        request.Reply(
            new()
            {
                ["status"] = "ok",
                ["found"] = found is not null,
                ["data"] = found is var (markdown, plain)
                    ? new JsonObject { ["text/markdown"] = markdown, ["text/plain"] = plain }
                    : new JsonObject(),
                ["metadata"] = new JsonObject(),
            }
        );
    }
}
