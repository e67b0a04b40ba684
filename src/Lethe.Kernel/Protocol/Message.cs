using System.Globalization;

namespace Lethe.Kernel.Protocol;

/// <summary>A message of the Jupyter protocol.</summary>
/// <param name="Identities">Who it goes to or came from (ROUTER sockets), or its topic (iopub).</param>
/// <param name="Header">Id, session, user, date, type, protocol version.</param>
/// <param name="Parent">The header of the request that it answers; empty if it answers none.</param>
/// <param name="Content">By its type.</param>
public sealed record Message(IReadOnlyList<byte[]> Identities, JsonObject Header, JsonObject Parent, JsonObject Content)
{
    /// <summary>Ours, unique to this process.</summary>
    public static string Session { get; } = Guid.NewGuid().ToString("n");

    private static int sent;

    public JsonObject Metadata { get; init; } = [];

    /// <summary>Bytes that the content refers to.</summary>
    public IReadOnlyList<byte[]> Buffers { get; init; } = [];

    /// <summary>Why its content was not read: too large, or no text. Its sender is told; null for every other message.</summary>
    public string? Refusal { get; init; }

    /// <summary>For example <c>execute_request</c>; empty if the header has none.</summary>
    public string Type => Header["msg_type"] is JsonValue value && value.TryGetValue<string>(out var type) ? type : "";

    /// <summary>A message from this kernel about a request.</summary>
    public static Message Of(string type, JsonObject content, Message? request, IReadOnlyList<byte[]> identities) =>
        new(identities, NewHeader(type), (JsonObject?)request?.Header.DeepClone() ?? [], content);

    private static JsonObject NewHeader(string type) =>
        new()
        {
            ["msg_id"] = string.Create(CultureInfo.InvariantCulture, $"{Session}_{Interlocked.Increment(ref sent)}"),
            ["session"] = Session,
            ["username"] = "kernel",
            ["date"] = DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
            ["msg_type"] = type,
            ["version"] = KernelVersion.Protocol,
        };
}
