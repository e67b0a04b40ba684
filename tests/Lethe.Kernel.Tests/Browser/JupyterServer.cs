using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Lethe.Kernel.Tests.Clients;

namespace Lethe.Kernel.Tests.Browser;

/// <summary>Jupyter Notebook on a port of its own, with the kernel of this build and nothing of the user's.</summary>
internal sealed class JupyterServer : IAsyncDisposable
{
    private readonly string home = Directory.CreateTempSubdirectory("lethe-notebook").FullName;
    private readonly Process process;

    /// <param name="folders">Of files that it serves below <c>static</c>, besides its own.</param>
    public JupyterServer(string python, params IEnumerable<string> folders)
    {
        Folder = Directory.CreateDirectory(Path.Combine(home, "notebooks")).FullName;
        KernelSpecs.Install(Path.Combine(home, "data"), PythonClients.Program);
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Address = new($"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/");
        }
        var start = new ProcessStartInfo(
            python,
            [
                "-m",
                "notebook",
                "--no-browser",
                "--allow-root",
                "--ip=127.0.0.1",
                $"--port={Address.Port}",
                "--port-retries=0",
                "--NotebookApp.token=",
                "--NotebookApp.password=",
                $"--notebook-dir={Folder}",
                .. folders.Select(static folder => $"--NotebookApp.extra_static_paths={folder}"),
            ]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (
            var (name, folder) in (ReadOnlySpan<(string, string)>)
                [
                    ("JUPYTER_DATA_DIR", "data"),
                    ("JUPYTER_PATH", "data"),
                    ("JUPYTER_CONFIG_DIR", "config"),
                    ("JUPYTER_RUNTIME_DIR", "runtime"),
                    ("HOME", ""),
                ]
        )
        {
            start.Environment[name] = Path.Combine(home, folder);
        }
        start.Environment["NUGET_PACKAGES"] =
            Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        process = Process.Start(start)!;
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Uri Address { get; }

    /// <summary>Where its notebooks lie.</summary>
    public string Folder { get; }

    public async Task WaitAsync()
    {
        using var client = new HttpClient();
        for (var end = DateTime.UtcNow.AddSeconds(60); ; )
        {
            try
            {
                await client.GetStringAsync(new Uri(Address, "api"), TestContext.Current.CancellationToken);
                return;
            }
            catch (HttpRequestException) when (DateTime.UtcNow < end && !process.HasExited)
            {
                await Task.Delay(100, TestContext.Current.CancellationToken);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        Directory.Delete(home, recursive: true);
    }
}
