using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lethe.Kernel.Protocol;

/// <summary>Where a client wants the kernel to listen, and the key it signs with (Jupyter's "Making kernels": connection files).</summary>
public sealed record ConnectionFile
{
    private const int Most = 1 << 16; // bytes

    [JsonPropertyName("transport")]
    public string Transport { get; init; } = "tcp";

    [JsonPropertyName("ip")]
    public string Ip { get; init; } = "127.0.0.1";

    [JsonPropertyName("shell_port")]
    public required int ShellPort { get; init; }

    [JsonPropertyName("control_port")]
    public required int ControlPort { get; init; }

    [JsonPropertyName("iopub_port")]
    public required int IoPubPort { get; init; }

    [JsonPropertyName("stdin_port")]
    public required int StdinPort { get; init; }

    [JsonPropertyName("hb_port")]
    public required int HeartbeatPort { get; init; }

    [JsonPropertyName("key")]
    public string Key { get; init; } = "";

    [JsonPropertyName("signature_scheme")]
    public string SignatureScheme { get; init; } = "hmac-sha256";

    /// <exception cref="LetheException">The file is missing, not JSON, or asks for what this kernel does not do.</exception>
    public static ConnectionFile Read(string path)
    {
        try
        {
            using var json = JsonFile.Read(path, Most);
            return (json.Deserialize<ConnectionFile>() ?? throw new JsonException("it is empty")).Check(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw LetheException.NotFound($"Cannot read the connection file {path}: {error.Message}");
        }
        catch (JsonException error)
        {
            throw LetheException.BadFile($"{path} is not a Jupyter connection file: {error.Message}", error);
        }
    }

    /// <summary>The address of a socket as ZeroMQ writes it.</summary>
    public string Address(int port) => $"tcp://{Ip}:{port}";

    private ConnectionFile Check(string path)
    {
        if (Transport != "tcp")
        {
            throw LetheException.BadFile($"{path} asks for the transport '{Transport}'; this kernel speaks tcp.");
        }
        if (SignatureScheme != "hmac-sha256")
        {
            throw LetheException.BadFile($"{path} asks for the signature scheme '{SignatureScheme}'; this kernel knows hmac-sha256.");
        }
        // Whoever reaches the shell socket runs code: never the network.
        if (!(IPAddress.TryParse(Ip, out var address) && IPAddress.IsLoopback(address)))
        {
            throw LetheException.BadFile($"{path} asks to listen on {Ip}; this kernel listens on this machine only (127.0.0.1).");
        }
        if (new[] { ShellPort, ControlPort, IoPubPort, StdinPort, HeartbeatPort }.Any(static port => port is < 1 or > IPEndPoint.MaxPort))
        {
            throw LetheException.BadFile($"{path} names a port outside 1 to {IPEndPoint.MaxPort}.");
        }
        return this;
    }
}
