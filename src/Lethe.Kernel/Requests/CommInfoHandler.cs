using System.Text.Json.Nodes;

namespace Lethe.Kernel.Requests;

/// <summary>Which comms are open: none.</summary>
internal sealed class CommInfoHandler : IRequestHandler
{
    public string Type => "comm_info_request";

    public void Handle(Request request) => request.Reply(new() { ["status"] = "ok", ["comms"] = new JsonObject() });
}
