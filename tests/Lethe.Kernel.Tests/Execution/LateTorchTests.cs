using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Lethe.Kernel.Protocol;
using Lethe.Kernel.Tests.Clients;

namespace Lethe.Kernel.Tests.Execution;

/// <summary>Torch takes a quarter of a second to load: a kernel does so when a cell first needs it.</summary>
public sealed class LateTorchTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string folder = Directory.CreateTempSubdirectory("lethe-test").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_kernel_starts_without_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc.");
        var file = Path.Combine(folder, "connection.json");
        var ports = FreePorts(5);
        var connection = new ConnectionFile
        {
            ShellPort = ports[0],
            ControlPort = ports[1],
            IoPubPort = ports[2],
            StdinPort = ports[3],
            HeartbeatPort = ports[4],
        };
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(connection), TestContext.Current.CancellationToken);
        using var kernel = Process.Start("dotnet", [PythonClients.Program, "kernel", "start", file]);
        try
        {
            // What the first cell waits for ends with the formatting of a value.
            var files = await LoadedAsync(kernel, "Microsoft.DotNet.Interactive.Formatting.dll");
            Assert.Contains(files, static line => line.EndsWith("/Lethe.dll", StringComparison.Ordinal));
            Assert.DoesNotContain(files, static line => line.Contains("libtorch", StringComparison.OrdinalIgnoreCase));
        }
        finally
        {
            kernel.Kill();
        }
    }

    private static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(static _ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(static listener => listener.Start());
        var ports = listeners.Select(static listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToArray();
        listeners.ForEach(static listener => listener.Dispose());
        return ports;
    }

    private static async Task<string[]> LoadedAsync(Process process, string last)
    {
        for (
            var clock = Stopwatch.StartNew();
            clock.Elapsed < Patience && !process.HasExited;
            await Task.Delay(50, TestContext.Current.CancellationToken)
        )
        {
            var files = await File.ReadAllLinesAsync($"/proc/{process.Id}/maps", TestContext.Current.CancellationToken);
            if (files.Any(line => line.EndsWith(last, StringComparison.Ordinal)))
            {
                return files;
            }
        }
        throw new TimeoutException($"The kernel did not load {last}.");
    }
}
