namespace Lethe.Kernel.Requests;

/// <summary>There are no comm targets here; who opens a comm is told at once that it is closed, as the protocol asks.</summary>
internal sealed class CommOpenHandler : IRequestHandler
{
    public string Type => "comm_open";

    public void Handle(Request request) =>
        request.Publish("comm_close", new() { ["comm_id"] = request.Text("comm_id"), ["data"] = new System.Text.Json.Nodes.JsonObject() });
}
