using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lethe.Kernel.Protocol;
using NetMQ;
using NetMQ.Sockets;

namespace Lethe.Cli.Benchmarks;

/// <summary>A kernel in a process of its own, and a client that waits for its replies: the same client, whoever made the kernel.</summary>
internal sealed class BenchedKernel : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string folder = Directory.CreateTempSubdirectory("lethe-bench").FullName;
    private readonly BenchedProgram program;
    private readonly CancellationToken cancellation;
    private readonly Stopwatch clock;
    private readonly Process process;
    private readonly Task<string> complaints;
    private readonly DealerSocket shell = new();
    private readonly MessageCodec codec;

    private BenchedKernel(BenchedProgram program, CancellationToken cancellation)
    {
        (this.program, this.cancellation) = (program, cancellation);
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
        clock = Stopwatch.StartNew();
        process = Process.Start(program.Start(file))!;
        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine(); // a full pipe would hold it up
        complaints = process.StandardError.ReadToEndAsync(cancellation);
        shell.Options.Identity = "bench"u8.ToArray();
        shell.Options.ReconnectInterval = TimeSpan.FromMilliseconds(5);
        shell.Connect(connection.Address(connection.ShellPort));
    }

    /// <summary>From the process's start to its first reply.</summary>
    public double StartMilliseconds { get; private set; }

    /// <summary>Starts one and waits until it is ready.</summary>
    /// <exception cref="LetheException">It ends, or does not answer within a minute.</exception>
    public static BenchedKernel Start(BenchedProgram program, CancellationToken cancellation)
    {
        var kernel = new BenchedKernel(program, cancellation);
        try
        {
            kernel.Ask("kernel_info_request", []);
            kernel.StartMilliseconds = kernel.clock.Elapsed.TotalMilliseconds;
            return kernel;
        }
        catch
        {
            kernel.Dispose();
            throw;
        }
    }

    /// <returns>Milliseconds from the request to its reply.</returns>
    public double Run(string code)
    {
        var start = Stopwatch.GetTimestamp();
        var reply = Ask(
            "execute_request",
            new()
            {
                ["code"] = code,
                ["silent"] = false,
                ["allow_stdin"] = false,
            }
        );
        var milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return reply["status"]?.GetValue<string>() == "ok" ? milliseconds : throw Failed($"answered {reply.ToJsonString()} to {code}");
    }

    /// <param name="code">Ends where the cursor stands.</param>
    /// <param name="expected">Must be among what is offered, with or without brackets.</param>
    /// <returns>Milliseconds from the request to the reply that offers something.</returns>
    public double Complete(string code, string expected)
    {
        var start = Stopwatch.GetTimestamp();
        JsonArray offered;
        do
        {
            offered = Ask("complete_request", new() { ["code"] = code, ["cursor_pos"] = code.Length })["matches"] as JsonArray ?? [];
        } while (offered.Count == 0 && Stopwatch.GetElapsedTime(start) < Patience); // a busy one may say that it knows nothing yet
        var milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return offered.Any(match => match?.GetValue<string>().Split('(')[0] == expected)
            ? milliseconds
            : throw Failed($"does not offer {expected} after {code}, but {offered.Count} others");
    }

    /// <summary>What the process holds of the machine's memory now.</summary>
    public double Megabytes()
    {
        process.Refresh();
        return process.WorkingSet64 / 1e6;
    }

    /// <summary>The same, after a collection.</summary>
    public double CollectedMegabytes()
    {
        Run("GC.Collect(2, GCCollectionMode.Aggressive, true, true);");
        return Megabytes();
    }

    public void Dispose()
    {
        shell.Dispose();
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private JsonObject Ask(string type, JsonObject content)
    {
        var request = Message.Of(type, content, null, []);
        shell.SendMultipartBytes(codec.Encode(request));
        for (var end = clock.Elapsed + Patience; clock.Elapsed < end; cancellation.ThrowIfCancellationRequested())
        {
            var frames = new NetMQMessage();
            if (!shell.TryReceiveMultipartMessage(TimeSpan.FromMilliseconds(200), ref frames))
            {
                if (process.HasExited)
                {
                    throw Failed($"ended with exit code {process.ExitCode}: {complaints.GetAwaiter().GetResult().Trim()}");
                }
            }
            else if (
                codec.Decode([.. frames.Select(static frame => frame.ToByteArray())]) is { } message
                && message.Parent["msg_id"]?.GetValue<string>() == request.Header["msg_id"]!.GetValue<string>()
            )
            {
                return message.Content;
            }
        }
        throw Failed($"did not answer {type} within {Patience.TotalSeconds:0} s");
    }

    private LetheException Failed(string how) => new(ExitCode.Failed, $"The kernel {program.Name} {how}.");

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
