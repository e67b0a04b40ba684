using System.Text.Json.Nodes;
using Lethe.Kernel.Language;

namespace Lethe.Kernel.Requests;

/// <summary>Whether Enter runs the cell or begins another line.</summary>
internal sealed class IsCompleteHandler : IRequestHandler
{
    public string Type => "is_complete_request";

    public void Handle(Request request)
    {
        var (status, indent) = Completeness.Of(request.Text("code"));
        var reply = new JsonObject { ["status"] = status };
        if (status == "incomplete")
        {
            reply["indent"] = indent;
        }
        request.Reply(reply);
    }
}
