using Lethe.Kernel.Outputs;
using Lethe.Kernel.Protocol;

namespace Lethe.Kernel.Requests;

/// <summary>A request, and the channel that it came from and its reply goes to.</summary>
internal sealed record Request(Message Message, Channel Channel, KernelServer Kernel)
{
    public void Reply(string status, JsonObject? content = null)
    {
        content ??= [];
        content["status"] = status;
        var type = Message.Type.Replace("_request", "_reply", StringComparison.Ordinal);
        Kernel.Send(Channel, Message.Of(type, content, Message, Message.Identities));
    }

    public void ReplyError(string name, string why, params string[] traceback) => Reply("error", Content(new(name, why, traceback)));

    public void Publish(string type, JsonObject content) => Kernel.Publish(type, content, Message);

    public string Text(string name) => Value<string>(name) ?? "";

    public int Number(string name, int otherwise = 0) => Value<int?>(name) ?? otherwise;

    public bool Flag(string name, bool otherwise) => Value<bool?>(name) ?? otherwise;

    /// <summary>An error as the protocol writes it.</summary>
    public static JsonObject Content(CellError error) =>
        new()
        {
            ["ename"] = error.Name,
            ["evalue"] = error.Value,
            ["traceback"] = new JsonArray([.. error.Traceback.Select(static line => (JsonNode)line)]),
        };

    private T? Value<T>(string name) => Message.Content[name] is JsonValue value && value.TryGetValue<T>(out var found) ? found : default;
}
