using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lethe.Kernel;
using Lethe.Kernel.Protocol;
using NetMQ;
using NetMQ.Sockets;

namespace Lethe.Cli.Benchmarks;

/// <summary>A kernel in a process of its own, started as Jupyter starts it, and a client that waits for its replies.</summary>
internal sealed class BenchedKernel : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string folder = Directory.CreateTempSubdirectory("lethe-bench").FullName;
    private readonly Process process;
    private readonly DealerSocket shell = new();
    private readonly MessageCodec codec;

    public BenchedKernel()
    {
        var ports = FreePorts(5);
        var connection = new ConnectionFile
        {
            ShellPort = ports[0],
            ControlPort = ports[1],
            IoPubPort = ports[2],
            StdinPort = ports[3],
            HeartbeatPort = ports[4],
            Key = Guid.NewGuid().ToString(),
        };
        var file = Path.Combine(folder, "connection.json");
        File.WriteAllText(file, JsonSerializer.Serialize(connection));
        codec = new(connection.Key);
        var clock = Stopwatch.StartNew();
        process = Process.Start(KernelStart(file))!;
        shell.Options.Identity = "bench"u8.ToArray();
        shell.Options.ReconnectInterval = TimeSpan.FromMilliseconds(5);
        shell.Connect(connection.Address(connection.ShellPort));
        Ask("kernel_info_request", []);
        StartMilliseconds = clock.Elapsed.TotalMilliseconds;
    }

    /// <summary>From the process's start to its first reply.</summary>
    public double StartMilliseconds { get; }

    /// <returns>Milliseconds from the request to its reply.</returns>
    public double Run(string code)
    {
        var clock = Stopwatch.StartNew();
        var reply = Ask("execute_request", new() { ["code"] = code, ["allow_stdin"] = false });
        return reply.Content["status"]?.GetValue<string>() == "ok"
            ? clock.Elapsed.TotalMilliseconds
            : throw new InvalidOperationException($"The kernel answered {reply.Content.ToJsonString()}.");
    }

    /// <summary>What the process holds of the machine's memory now, after a collection.</summary>
    public double Megabytes()
    {
        Run("GC.Collect(2, GCCollectionMode.Aggressive, true, true);");
        process.Refresh();
        return process.WorkingSet64 / 1e6;
    }

    public void Dispose()
    {
        shell.Dispose();
        process.Kill();
        process.WaitForExit();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static ProcessStartInfo KernelStart(string connection)
    {
        var specification = KernelSpecs.Specification(Path.Combine(AppContext.BaseDirectory, "Lethe.Cli.dll"));
        var command = specification["argv"]!
            .AsArray()
            .Select(part => part!.GetValue<string>().Replace("{connection_file}", connection, StringComparison.Ordinal))
            .ToList();
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in specification["env"]!.AsObject())
        {
            start.Environment[name] = value!.GetValue<string>();
        }
        return start;
    }

    private Message Ask(string type, JsonObject content)
    {
        shell.SendMultipartBytes(codec.Encode(Message.Of(type, content, null, [])));
        var frames = new NetMQMessage();
        while (shell.TryReceiveMultipartMessage(Patience, ref frames))
        {
            if (
                codec.Decode([.. frames.Select(static frame => frame.ToByteArray())]) is { } message
                && message.Type == type.Replace("_request", "_reply", StringComparison.Ordinal)
            )
            {
                return message;
            }
        }
        throw new TimeoutException($"The kernel did not answer {type} within {Patience.TotalSeconds:0} s.");
    }

    private static List<int> FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(static _ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        foreach (var listener in listeners)
        {
            listener.Start();
        }
        var ports = listeners.Select(static listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToList();
        foreach (var listener in listeners)
        {
            listener.Dispose();
        }
        return ports;
    }
}
