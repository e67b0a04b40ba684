using System.Collections.Concurrent;
using Lethe.Kernel.Execution;
using Lethe.Kernel.Language;
using Lethe.Kernel.Protocol;

namespace Lethe.Kernel.Requests;

/// <summary>
/// The kernel: takes requests from the shell one by one, cells among them; takes those from control at once, on another thread. Every
/// request is framed by busy and idle, and idle is sent last.
/// </summary>
internal sealed class KernelServer : IDisposable
{
    private static readonly TimeSpan LibraryPatience = TimeSpan.FromSeconds(5);

    private readonly KernelSockets sockets;
    private readonly Lazy<CellExecutor> cells;
    private readonly Lazy<CodeInsight> insight;
    private readonly Queue<Message> put = new();
    private readonly TaskCompletionSource ready = new();
    private readonly CancellationTokenSource stopping = new();

    /// <exception cref="LetheException">A port is taken.</exception>
    public KernelServer(ConnectionFile connection, string baseFolder)
    {
        cells = new(() => new(baseFolder));
        insight = new(() => Cells.Insight);
        ThreadPool.UnsafeQueueUserWorkItem(static server => server.WarmUp(), this, preferLocal: false); // while the sockets are made
        sockets = new(connection);
    }

    public CellExecutor Cells => cells.Value;

    public CodeInsight Insight => insight.Value;

    public InputHistory History { get; } = new();

    public BlockingCollection<Message> Answers => sockets.Stdin;

    /// <summary>Serves until a client asks for the end, or <paramref name="cancellation"/> does.</summary>
    public void Run(CancellationToken cancellation)
    {
        using var linked = cancellation.Register(Stop);
        sockets.Start();
        Publish("status", new() { ["execution_state"] = "starting" }, null);
        var control = new Thread(() => Serve(sockets.Control, Channel.Control)) { IsBackground = true, Name = "control" };
        var shell = new Thread(() => Serve(sockets.Shell, Channel.Shell)) { IsBackground = true, Name = "shell" };
        control.Start();
        shell.Start();
        stopping.Token.WaitHandle.WaitOne();
    }

    /// <summary>Ends <see cref="Run"/>; a running cell ends with the process.</summary>
    public void Stop() => stopping.Cancel();

    /// <summary>Waits until the compiler is loaded: a kernel that cannot read a cell yet is not ready.</summary>
    public void WaitUntilReady() => ready.Task.Wait(stopping.Token);

    /// <summary>Stops the running cell. What cannot be stopped is said on the cell's stderr after a while.</summary>
    public async void Interrupt()
    {
        if (cells.IsValueCreated && !await Cells.InterruptAsync(LibraryPatience).ConfigureAwait(false))
        {
            Console.Error.WriteLine(
                "The cell is inside one long call into a library, which cannot be cut without losing the kernel. It stops "
                    + "when that call returns. To stop it now, restart the kernel: all variables are lost then."
            );
        }
    }

    public void Send(Channel channel, Message message) => sockets.Send(channel, message);

    public void Publish(string type, JsonObject content, Message? request) =>
        sockets.Send(
            Channel.IoPub,
            Message.Of(type, content, request, [System.Text.Encoding.ASCII.GetBytes($"kernel.{Message.Session}.{type}")])
        );

    /// <summary>A cell failed: those already sent after it do not run.</summary>
    public void AbortQueued()
    {
        while (sockets.Shell.TryTake(out var message))
        {
            put.Enqueue(message);
        }
        for (var left = put.Count; left > 0; left--)
        {
            var message = put.Dequeue();
            if (message.Type == "execute_request")
            {
                Handle(new(message, Channel.Shell, this), ExecuteHandler.Abort);
            }
            else
            {
                put.Enqueue(message);
            }
        }
    }

    public void Dispose()
    {
        sockets.Dispose();
        stopping.Dispose();
    }

    // The first compilation is slow: half of it is over when the client may send its first cell, and the rest is under way.
    private void WarmUp()
    {
        try
        {
            Cells.Session.Bind();
            ready.TrySetResult();
            Cells.WarmUp();
        }
        catch (Exception error)
        {
            Console.Error.WriteLine($"lethe: the kernel could not warm up: {error.Message}");
            ready.TrySetResult();
        }
    }

    private void Serve(BlockingCollection<Message> messages, Channel channel)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var message = channel == Channel.Shell && put.TryDequeue(out var kept) ? kept : messages.Take(stopping.Token);
                Handle(new(message, channel, this), Answer);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private void Handle(Request request, Action<Request> answer)
    {
        Publish("status", new() { ["execution_state"] = "busy" }, request.Message);
        try
        {
            answer(request);
        }
        catch (Exception error) when (error is not OperationCanceledException || !stopping.IsCancellationRequested)
        {
            // A fault of ours. The client gets an answer, the kernel lives on.
            Console.Error.WriteLine($"lethe: {request.Message.Type} failed: {error}");
            request.ReplyError(error.GetType().Name, error.Message);
        }
        finally
        {
            Publish("status", new() { ["execution_state"] = "idle" }, request.Message);
        }
    }

    private static void Answer(Request request)
    {
        var type = request.Message.Type;
        if (request.Message.Refusal is { } why)
        {
            if (type == "execute_request")
            {
                request.Publish("error", Request.Content(new("MessageRefused", why, [why]))); // a front end shows no error of a reply
            }
            request.ReplyError("MessageRefused", why, why);
        }
        else if (RequestCatalog.All.TryGetValue(type, out var handle))
        {
            handle(request);
        }
        else if (type.EndsWith("_request", StringComparison.Ordinal))
        {
            request.ReplyError("NotSupported", $"This kernel does not answer {type}.");
        }
    }
}
