using Lethe.Kernel.Outputs;
using Lethe.Kernel.Protocol;

namespace Lethe.Kernel.Requests;

/// <summary>Sends a cell's outputs to the clients.</summary>
internal sealed class JupyterSink(Request request, int count, bool allowStdin) : IOutputSink
{
    /// <summary>The plain text of the cell's value, for the history.</summary>
    public string? ResultText { get; private set; }

    /// <summary>What the reply asks the front end to show.</summary>
    public JsonArray Payload { get; } = [];

    public void Write(OutputStream stream, string text) =>
        request.Publish("stream", new() { ["name"] = stream == OutputStream.Error ? "stderr" : "stdout", ["text"] = text });

    public void Display(MimeBundle bundle, string? id) => request.Publish("display_data", Content(bundle, id));

    public void Update(MimeBundle bundle, string id) => request.Publish("update_display_data", Content(bundle, id));

    public void Result(MimeBundle bundle)
    {
        ResultText = bundle.Data.GetValueOrDefault(MimeBundle.Plain);
        request.Publish(
            "execute_result",
            new()
            {
                ["data"] = bundle.ToJson(),
                ["metadata"] = new JsonObject(),
                ["execution_count"] = count,
            }
        );
    }

    public void Page(MimeBundle bundle) =>
        Payload.Add(
            new JsonObject
            {
                ["source"] = "page",
                ["data"] = bundle.ToJson(),
                ["start"] = 0,
            }
        );

    public void Clear(bool wait) => request.Publish("clear_output", new() { ["wait"] = wait });

    public void Fail(CellError error) => request.Publish("error", Request.Content(error));

    public string Ask(string prompt, bool hidden, CancellationToken cancellation)
    {
        if (!allowStdin)
        {
            throw new InvalidOperationException("This front end cannot be asked: it has said that nobody is there to answer.");
        }
        var answers = request.Kernel.Answers;
        while (answers.TryTake(out _)) { } // answers to questions that were interrupted
        request.Kernel.Send(
            Channel.Stdin,
            Message.Of("input_request", new() { ["prompt"] = prompt, ["password"] = hidden }, request.Message, request.Message.Identities)
        );
        Message answer;
        do
        {
            answer = answers.Take(cancellation);
        } while (answer.Type != "input_reply");
        return answer.Content["value"]?.GetValue<string>() ?? "";
    }

    private static JsonObject Content(MimeBundle bundle, string? id) =>
        new()
        {
            ["data"] = bundle.ToJson(),
            ["metadata"] = new JsonObject(),
            ["transient"] = id is null ? new JsonObject() : new JsonObject { ["display_id"] = id },
        };
}
