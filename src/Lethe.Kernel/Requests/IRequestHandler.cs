namespace Lethe.Kernel.Requests;

/// <summary>Answers one type of request.</summary>
internal interface IRequestHandler
{
    /// <summary>Of the request, for example <c>complete_request</c>.</summary>
    string Type { get; }

    void Handle(Request request);
}
