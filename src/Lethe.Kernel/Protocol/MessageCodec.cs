using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Lethe.Kernel.Protocol;

/// <summary>Messages to frames and back: identities, delimiter, signature, header, parent header, metadata, content, buffers.</summary>
public sealed class MessageCodec
{
    private const int RememberedSignatures = 65_536;
    private static readonly byte[] Delimiter = "<IDS|MSG>"u8.ToArray();
    private static readonly JsonSerializerOptions Writing = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly byte[] key;
    private readonly HashSet<string> seen = [];
    private readonly Queue<string> order = [];

    /// <param name="key">Of the connection file; empty switches signing off, as the protocol has it.</param>
    public MessageCodec(string key) => this.key = Encoding.UTF8.GetBytes(key);

    /// <summary>Messages that were dropped: badly signed, repeated, or not messages at all.</summary>
    public int Dropped { get; private set; }

    public List<byte[]> Encode(Message message)
    {
        byte[][] parts = [Bytes(message.Header), Bytes(message.Parent), Bytes(message.Metadata), Bytes(message.Content)];
        return [.. message.Identities, Delimiter, Encoding.ASCII.GetBytes(Sign(parts)), .. parts];
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
        try
        {
            if (Parse(frames[at + 2]) is { } header && Parse(frames[at + 3]) is { } parent && Parse(frames[at + 4]) is { } metadata && Parse(frames[at + 5]) is { } content)
            {
                return new([.. frames.Take(at)], header, parent, content) { Metadata = metadata };
            }
        }
        catch (Exception error) when (error is JsonException or ArgumentException) // ArgumentException: a key twice
        {
        }
        Dropped++;
        return null;
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

    private static JsonObject? Parse(byte[] bytes)
    {
        var json = JsonNode.Parse(bytes) as JsonObject;
        _ = json?.Count; // a key that stands twice is found out here, not later
        return json;
    }
}
