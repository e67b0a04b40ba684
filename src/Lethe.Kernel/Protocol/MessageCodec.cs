using System.Security.Cryptography;
using System.Text.Json;
using Lethe.Kernel.Outputs;

namespace Lethe.Kernel.Protocol;

/// <summary>Messages to frames and back: identities, delimiter, signature, header, parent header, metadata, content, buffers.</summary>
public sealed class MessageCodec
{
    private const int RememberedSignatures = 65_536;
    private static readonly byte[] Delimiter = "<IDS|MSG>"u8.ToArray();
    private static readonly JsonSerializerOptions Writing = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly byte[] key;
    private readonly HashSet<string> seen = [];
    private readonly Queue<string> order = [];

    private readonly int limit;

    /// <param name="key">Of the connection file; empty switches signing off, as the protocol has it.</param>
    /// <param name="limit">Bytes of a message that is read; if not said, <see cref="Limit"/>.</param>
    public MessageCodec(string key, int? limit = null) => (this.key, this.limit) = (Encoding.UTF8.GetBytes(key), limit ?? Limit);

    /// <summary>Bytes that a message may have: 32 million, or <c>LETHE_MESSAGE_LIMIT</c>. No front end sends so many unless a person
    /// pastes data into a cell.</summary>
    public static int Limit { get; } = EnvironmentNumber.Of("LETHE_MESSAGE_LIMIT", 32_000_000);

    /// <summary>Messages that were dropped: badly signed, repeated, or not messages at all.</summary>
    public int Dropped { get; private set; }

    public List<byte[]> Encode(Message message)
    {
        byte[][] parts = [Bytes(message.Header), Bytes(message.Parent), Bytes(message.Metadata), Bytes(message.Content)];
        return [.. message.Identities, Delimiter, Encoding.ASCII.GetBytes(Sign(parts)), .. parts, .. message.Buffers];
    }

    /// <returns>Null if the frames are not a message, or not one that holds the key: these are counted and forgotten.</returns>
    public Message? Decode(IReadOnlyList<byte[]> frames)
    {
        var at = 0;
        while (at < frames.Count && !frames[at].AsSpan().SequenceEqual(Delimiter))
        {
            at++;
        }
        if (frames.Count < at + 6 || !IsGenuine(frames, at + 1))
        {
            Dropped++;
            return null;
        }
        var message = Read([.. frames.Take(at)], [.. frames.Skip(at + 2).Take(4)], [.. frames.Skip(at + 6)]);
        Dropped += message is null ? 1 : 0;
        return message;
    }

    private Message? Read(IReadOnlyList<byte[]> identities, byte[][] parts, byte[][] buffers)
    {
        var length = parts.Concat(buffers).Sum(static part => (long)part.Length);
        if (parts[0].Length > limit || Parse(parts[0], out _) is not { } header)
        {
            return null;
        }
        var isSmall = length <= limit;
        string? fault = null;
        if (
            isSmall
            && Parse(parts[1], out fault) is { } parent
            && Parse(parts[2], out fault) is { } metadata
            && Parse(parts[3], out fault) is { } content
        )
        {
            return new(identities, header, parent, content) { Metadata = metadata, Buffers = buffers };
        }
        // From a client that holds the key: it waits for an answer.
        var why = isSmall
            ? $"The message cannot be read: {fault}"
            : $"The message has {MimeBundle.Size(length)}; the limit is {MimeBundle.Size(limit)}, LETHE_MESSAGE_LIMIT sets "
                + $"another. Put long data into a file, and read it from there.";
        var refused = new Message(identities, header, [], []) { Refusal = why };
        return refused.Type.Length > 0 && (key.Length > 0 || !isSmall) ? refused : null;
    }

    private bool IsGenuine(IReadOnlyList<byte[]> frames, int at)
    {
        if (key.Length == 0)
        {
            return true;
        }
        var expected = Encoding.ASCII.GetBytes(Sign([frames[at + 1], frames[at + 2], frames[at + 3], frames[at + 4]]));
        if (!CryptographicOperations.FixedTimeEquals(expected, frames[at]))
        {
            return false;
        }
        var signature = Encoding.ASCII.GetString(expected);
        if (!seen.Add(signature))
        {
            return false; // a recorded message, sent again
        }
        order.Enqueue(signature);
        if (order.Count > RememberedSignatures)
        {
            seen.Remove(order.Dequeue());
        }
        return true;
    }

    private string Sign(byte[][] parts)
    {
        if (key.Length == 0)
        {
            return "";
        }
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        foreach (var part in parts)
        {
            hash.AppendData(part);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static byte[] Bytes(JsonObject json) => JsonSerializer.SerializeToUtf8Bytes<JsonNode>(json, Writing);

    private static JsonObject? Parse(byte[] bytes, out string? fault)
    {
        fault = null;
        try
        {
            var read = JsonFile.Parse(bytes).RootElement;
            var json = read.ValueKind == JsonValueKind.Object ? JsonObject.Create(read) : null;
            _ = json?.Count; // a key that stands twice is found out here, not later
            fault = json is null ? "a part of it is no object." : null;
            return json;
        }
        catch (Exception error) when (error is JsonException or ArgumentException) // ArgumentException: a key twice
        {
            fault = error.Message;
            return null;
        }
    }
}
