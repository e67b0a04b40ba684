namespace Lethe.Kernel.Requests;

/// <summary>Ends the process, for good or to be started anew by the client.</summary>
internal sealed class ShutdownHandler : IRequestHandler
{
    public string Type => "shutdown_request";

    public void Handle(Request request)
    {
        request.Reply(new() { ["status"] = "ok", ["restart"] = request.Flag("restart", false) });
        request.Kernel.Stop();
    }
}
