namespace Lethe.Kernel.Requests;

/// <summary>News of a comm that is not open: nothing to do, and no reply is due.</summary>
internal sealed class CommNotice(string type) : IRequestHandler
{
    public string Type => type;

    public void Handle(Request request) { }
}
