namespace Lethe.Kernel.Requests;

/// <summary>Stops the running cell.</summary>
internal sealed class InterruptHandler : IRequestHandler
{
    public string Type => "interrupt_request";

    public void Handle(Request request)
    {
        request.Kernel.Interrupt();
        request.ReplyOk();
    }
}
