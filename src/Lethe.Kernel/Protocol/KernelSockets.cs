using System.Collections.Concurrent;
using NetMQ;
using NetMQ.Sockets;

namespace Lethe.Kernel.Protocol;

/// <summary>
/// The five sockets. One thread owns four of them and only moves messages: in, checked, to whoever handles them; out, in the order they
/// were given. The heartbeat has a thread of its own, so that it beats whatever else happens.
/// </summary>
internal sealed class KernelSockets : IDisposable
{
    private const long MostReceived = 256 << 20; // bytes of a frame; more ends the connection

    private readonly MessageCodec codec;
    private readonly RouterSocket shell = new(),
        control = new(),
        stdin = new();
    private readonly XPublisherSocket iopub = new();
    private readonly ResponseSocket heartbeat = new();
    private readonly NetMQQueue<(Channel Channel, Message Message)> outbox = new();
    private readonly NetMQPoller poller;
    private readonly HashSet<string> topics = []; // that somebody listens to
    private readonly Thread beating;
    private volatile bool closing;

    /// <exception cref="LetheException">A port is taken.</exception>
    public KernelSockets(ConnectionFile connection)
    {
        codec = new(connection.Key);
        Bind(heartbeat, connection, connection.HeartbeatPort);
        Bind(iopub, connection, connection.IoPubPort);
        foreach (
            var (socket, port, received) in (ReadOnlySpan<(RouterSocket, int, BlockingCollection<Message>)>)
                [(shell, connection.ShellPort, Shell), (control, connection.ControlPort, Control), (stdin, connection.StdinPort, Stdin)]
        )
        {
            Bind(socket, connection, port);
            socket.Options.MaxMsgSize = MostReceived; // before a signature is looked at, the frame is in memory
            socket.ReceiveReady += (_, _) => Receive(socket, received);
        }
        iopub.Options.SendHighWatermark = 0; // a client that is slow for a moment must not lose outputs
        iopub.ReceiveReady += (_, _) => Welcome();
        outbox.ReceiveReady += (_, _) => SendAll();
        poller = [shell, control, stdin, iopub, outbox];
        beating = new(Beat) { IsBackground = true, Name = "heartbeat" };
    }

    /// <summary>The last client that listened has gone.</summary>
    public event Action? Deserted;

    public bool HasSubscribers => topics.Count > 0;

    public BlockingCollection<Message> Shell { get; } = [];

    public BlockingCollection<Message> Control { get; } = [];

    public BlockingCollection<Message> Stdin { get; } = [];

    public void Start()
    {
        beating.Start();
        poller.RunAsync("sockets", isBackgroundThread: true);
    }

    /// <summary>Sends later, in the order of the calls, from any thread.</summary>
    public void Send(Channel channel, Message message) => outbox.Enqueue((channel, message));

    /// <summary>Waits until everything is with ZeroMQ, closes.</summary>
    public void Dispose()
    {
        closing = true;
        using var flushed = new ManualResetEventSlim();
        var empty = new NetMQTimer(TimeSpan.FromMilliseconds(5));
        empty.Elapsed += (_, _) =>
        {
            SendAll();
            flushed.Set();
        };
        poller.Add(empty);
        flushed.Wait(TimeSpan.FromSeconds(1));
        poller.Stop();
        foreach (var socket in (NetMQSocket[])[shell, control, stdin, iopub])
        {
            socket.Options.Linger = TimeSpan.FromMilliseconds(500);
            socket.Dispose();
        }
        outbox.Dispose();
        poller.Dispose();
        if (beating.ThreadState.HasFlag(ThreadState.Unstarted) || beating.Join(TimeSpan.FromSeconds(1)))
        {
            heartbeat.Dispose();
        }
        NetMQConfig.Cleanup(block: true);
    }

    private static void Bind(NetMQSocket socket, ConnectionFile connection, int port)
    {
        try
        {
            socket.Bind(connection.Address(port));
        }
        catch (Exception error) when (error is NetMQException or ArgumentException)
        {
            throw LetheException.Unwritable($"Cannot listen on {connection.Address(port)}: {error.Message}", error);
        }
    }

    private void Receive(RouterSocket socket, BlockingCollection<Message> received)
    {
        var frames = new NetMQMessage();
        // A bounded number, so that outputs are not held up by a flood of requests.
        for (var i = 0; i < 64 && socket.TryReceiveMultipartMessage(ref frames); i++)
        {
            if (codec.Decode([.. frames.Select(static frame => frame.ToByteArray())]) is { } message)
            {
                received.Add(message);
            }
            frames = new();
        }
    }

    private void SendAll()
    {
        while (outbox.TryDequeue(out var item, TimeSpan.Zero))
        {
            NetMQSocket socket = item.Channel switch
            {
                Channel.Shell => shell,
                Channel.Control => control,
                Channel.Stdin => stdin,
                _ => iopub,
            };
            socket.SendMultipartBytes(codec.Encode(item.Message));
        }
    }

    // JEP 65: who subscribes is told, and from then on misses nothing.
    private void Welcome()
    {
        while (iopub.TryReceiveFrameBytes(out var frame))
        {
            if (frame is [0, .. var left] && topics.Remove(Encoding.UTF8.GetString(left)) && topics.Count == 0)
            {
                Deserted?.Invoke();
            }
            if (frame is [1, .. var topic])
            {
                topics.Add(Encoding.UTF8.GetString(topic));
                var content = new JsonObject { ["subscription"] = Encoding.UTF8.GetString(topic) };
                iopub.SendMultipartBytes(codec.Encode(Message.Of("iopub_welcome", content, null, [topic])));
            }
        }
    }

    private void Beat()
    {
        while (!closing)
        {
            if (heartbeat.TryReceiveFrameBytes(TimeSpan.FromMilliseconds(200), out var frame, out var more))
            {
                heartbeat.SendFrame(frame!, more);
                while (more)
                {
                    heartbeat.SendFrame(heartbeat.ReceiveFrameBytes(out more), more);
                }
            }
        }
    }
}
