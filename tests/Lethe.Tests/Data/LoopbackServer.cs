using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Lethe.Tests.Data;

/// <summary>A web server on this machine that can misbehave: each request is answered by the next reply, the last one over and
/// over.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Func<Request, Reply>[] replies;
    private readonly List<Request> requests = [];

    public LoopbackServer(params Func<Request, Reply>[] replies)
    {
        this.replies = replies;
        listener.Start();
        _ = ServeAsync();
    }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/";

    public IReadOnlyList<Request> Requests
    {
        get
        {
            lock (requests)
            {
                return [.. requests];
            }
        }
    }

    public void Dispose() => listener.Dispose();

    /// <summary>A server as it should be, with ranges.</summary>
    public static Func<Request, Reply> Serve(byte[] content) =>
        request =>
        {
            var from = request.From ?? 0;
            return from == 0
                ? new(200, content)
                : new(206, content[from..], $"Content-Range: bytes {from}-{content.Length - 1}/{content.Length}");
        };

    /// <summary>Promises all and closes the connection after <paramref name="bytes"/>.</summary>
    public static Func<Request, Reply> DieAfter(int bytes, Func<Request, Reply> then) => request => then(request) with { SendOnly = bytes };

    public static Func<Request, Reply> Status(int status) => _ => new(status, []);

    private async Task ServeAsync()
    {
        try
        {
            for (; ; )
            {
                using var client = await listener.AcceptTcpClientAsync();
                await AnswerAsync(client);
            }
        }
        catch (Exception error) when (error is ObjectDisposedException or SocketException) { }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        try
        {
            await using var stream = client.GetStream();
            var text = "";
            var buffer = new byte[4096];
            while (!text.Contains("\r\n\r\n", StringComparison.Ordinal))
            {
                var read = await stream.ReadAsync(buffer);
                if (read == 0)
                {
                    return;
                }
                text += Encoding.ASCII.GetString(buffer, 0, read);
            }
            var request = Parse(text);
            int index;
            lock (requests)
            {
                index = Math.Min(requests.Count, replies.Length - 1);
                requests.Add(request);
            }
            var reply = replies[index](request);
            var headers = string.Concat(reply.Headers.Select(static header => header + "\r\n"));
            await stream.WriteAsync(
                Encoding.ASCII.GetBytes(
                    $"HTTP/1.1 {reply.Status} Reply\r\nContent-Length: {reply.Body.Length}\r\nConnection: close\r\n{headers}\r\n"
                )
            );
            await stream.WriteAsync(reply.Body.AsMemory(0, Math.Min(reply.SendOnly, reply.Body.Length)));
            await stream.FlushAsync();
        }
        catch (IOException)
        {
            // The client hung up first.
        }
    }

    private static Request Parse(string text)
    {
        string? Header(string name) =>
            text.Split("\r\n")
                .FirstOrDefault(line => line.StartsWith(name + ": ", StringComparison.OrdinalIgnoreCase))
                ?[(name.Length + 2)..];
        return new(
            Header("Range") is { } range
                ? int.Parse(range["bytes=".Length..].TrimEnd('-'), System.Globalization.CultureInfo.InvariantCulture)
                : null
        )
        {
            Path = text.Split(' ')[1],
        };
    }

    internal sealed record Request(int? From)
    {
        public string Path { get; init; } = "/";
    }

    internal sealed record Reply(int Status, byte[] Body, params string[] Headers)
    {
        public int SendOnly { get; init; } = int.MaxValue;
    }
}
