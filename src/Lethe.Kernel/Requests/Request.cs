using System.Text.Json.Nodes;
using Lethe.Kernel.Protocol;

namespace Lethe.Kernel.Requests;

/// <summary>A request on its way through a handler.</summary>
/// <param name="Message">As received.</param>
/// <param name="Channel">Where it came from and the reply goes.</param>
/// <param name="Kernel">Who handles it.</param>
internal sealed record Request(Message Message, Channel Channel, KernelServer Kernel)
{
    public void Reply(JsonObject content) =>
        Kernel.Send(
            Channel,
            Message.Of(Message.Type.Replace("_request", "_reply", StringComparison.Ordinal), content, Message, Message.Identities)
        );

    public void ReplyOk() => Reply(new() { ["status"] = "ok" });

    public void Publish(string type, JsonObject content) => Kernel.Publish(type, content, Message);

    public string Text(string name) => Message.Content[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    public int Number(string name, int otherwise = 0) =>
        Message.Content[name] is JsonValue value && value.TryGetValue<int>(out var number) ? number : otherwise;

    public bool Flag(string name, bool otherwise) =>
        Message.Content[name] is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : otherwise;
}
