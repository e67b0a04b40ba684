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

/// <summary>What a person waits for in a notebook: the kernel's start, the first cell, a trivial cell; and a headless run from start to end.</summary>
internal static class KernelBench
{
    private const int Starts = 5;
    private const int Cells = 30;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static IReadOnlyList<BenchResult> Measure(CancellationToken cancellation)
    {
        List<double> info = [], first = [], trivial = [], headless = [];
        Start([], [], []); // the files are read from disk once
        for (var i = 0; i < Starts; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            Start(info, first, trivial);
        }
        for (var i = 0; i < Starts; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            headless.Add(Headless());
        }
        return
        [
            Result("kernel_start", "Kernel: start to kernel_info_reply", info, 1000),
            Result("kernel_first_cell", "Kernel: first cell after that", first, 500),
            Result("kernel_ready", "Kernel: both together", [.. info.Zip(first, static (start, cell) => start + cell)], 1500),
            Result("kernel_cell", "Kernel: a trivial cell", trivial, 15),
            Result("notebook_headless", "A three-cell notebook without Jupyter, whole process", headless, 2500),
        ];
    }

    private static void Start(List<double> info, List<double> first, List<double> trivial)
    {
        var folder = Directory.CreateTempSubdirectory("lethe-bench").FullName;
        try
        {
            var ports = FreePorts(5);
            var connection = new ConnectionFile { ShellPort = ports[0], ControlPort = ports[1], IoPubPort = ports[2], StdinPort = ports[3], HeartbeatPort = ports[4], Key = Guid.NewGuid().ToString() };
            var file = Path.Combine(folder, "connection.json");
            File.WriteAllText(file, JsonSerializer.Serialize(connection));
            var clock = Stopwatch.StartNew();
            // As Jupyter starts it: by the installed specification's command and environment.
            using var process = Process.Start(KernelStart(file))!;
            using var shell = new DealerSocket();
            shell.Options.Identity = "bench"u8.ToArray();
            shell.Options.ReconnectInterval = TimeSpan.FromMilliseconds(5);
            shell.Connect(connection.Address(connection.ShellPort));
            var codec = new MessageCodec(connection.Key);
            Ask(shell, codec, "kernel_info_request", []);
            info.Add(clock.Elapsed.TotalMilliseconds);
            first.Add(Cell(shell, codec, "1 + 1"));
            for (var i = 0; i < Cells; i++)
            {
                trivial.Add(Cell(shell, codec, $"1 + {i}"));
            }
            process.Kill();
            process.WaitForExit();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Headless()
    {
        var folder = Directory.CreateTempSubdirectory("lethe-bench").FullName;
        try
        {
            var path = Path.Combine(folder, "three.ipynb");
            File.WriteAllText(path, """{"cells":[{"cell_type":"code","metadata":{},"source":"var x = 1;"},{"cell_type":"code","metadata":{},"source":"Console.WriteLine(x);"},{"cell_type":"code","metadata":{},"source":"x + 1"}],"metadata":{},"nbformat":4,"nbformat_minor":4}""");
            var clock = Stopwatch.StartNew();
            using var process = Process.Start(new ProcessStartInfo(DotNetHost.Path, [Path.Combine(AppContext.BaseDirectory, "Lethe.Cli.dll"), "notebook", "run", path, "--out", Path.Combine(folder, "out")]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.StandardError.ReadToEndAsync();
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? clock.Elapsed.TotalMilliseconds : throw new InvalidOperationException($"The three-cell notebook ended with exit code {process.ExitCode}.");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static ProcessStartInfo KernelStart(string connection)
    {
        var specification = KernelSpecs.Specification(Path.Combine(AppContext.BaseDirectory, "Lethe.Cli.dll"));
        var command = specification["argv"]!.AsArray().Select(part => part!.GetValue<string>().Replace("{connection_file}", connection, StringComparison.Ordinal)).ToList();
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in specification["env"]!.AsObject())
        {
            start.Environment[name] = value!.GetValue<string>();
        }
        return start;
    }

    private static double Cell(DealerSocket shell, MessageCodec codec, string code)
    {
        var clock = Stopwatch.StartNew();
        var reply = Ask(shell, codec, "execute_request", new() { ["code"] = code, ["silent"] = false, ["store_history"] = true, ["user_expressions"] = new JsonObject(), ["allow_stdin"] = false });
        return reply.Content["status"]?.GetValue<string>() == "ok" ? clock.Elapsed.TotalMilliseconds : throw new InvalidOperationException($"The kernel answered {reply.Content.ToJsonString()}.");
    }

    private static Message Ask(DealerSocket shell, MessageCodec codec, string type, JsonObject content)
    {
        shell.SendMultipartBytes(codec.Encode(Message.Of(type, content, null, [])));
        var frames = new NetMQMessage();
        while (shell.TryReceiveMultipartMessage(Patience, ref frames))
        {
            if (codec.Decode([.. frames.Select(static frame => frame.ToByteArray())]) is { } message && message.Type == type.Replace("_request", "_reply", StringComparison.Ordinal))
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

    private static BenchResult Result(string name, string title, List<double> milliseconds, double limit)
    {
        var median = Timing.Median(milliseconds);
        return new(name, title, median, "ms", $"at most {limit:0} ms", median <= limit, new Dictionary<string, double> { ["runs"] = milliseconds.Count, ["least"] = milliseconds.Min(), ["most"] = milliseconds.Max() });
    }
}
