using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Lethe.Kernel.Compiling;
using Lethe.Kernel.Directives;
using Lethe.Kernel.Outputs;
using Lethe.Kernel.Stopping;

namespace Lethe.Kernel.Execution;

/// <summary>Runs the cells of one notebook, one after the other: what the Jupyter kernel and the headless runner share. Disposed, it lets
/// go of what the cells made.</summary>
internal sealed class CellExecutor : INotebook, IDisposable
{
    private readonly Interruptible interruptible;
    private readonly ErrorReport errors = new();
    private readonly Stack<string> files = new();
    private readonly Lock warming = new();
    private readonly Task formatting;
    private volatile bool isUsed;
    private Stopwatch? clock;
    private RunningCell? running;

    /// <param name="baseFolder">What relative paths in directives start from.</param>
    /// <param name="stack">Bytes that cells may fill with calls.</param>
    public CellExecutor(string baseFolder, int stack = CellThread.Stack)
    {
        interruptible = new(stack);
        BaseFolder = baseFolder;
        Session = new(HostImports.Namespaces);
        Packages = new(Session.References);
        StrayExceptions.Install();
        RegexLimit.Install();
        formatting = Task.Run(static () => Format(new[] { 1 }, CancellationToken.None)); // what it needs is loaded while a cell is compiled
    }

    public CSharpSession Session { get; }

    public PackageReferences Packages { get; }

    public string BaseFolder { get; }

    /// <summary>The number of the latest cell that counted.</summary>
    public int Count { get; private set; }

    /// <summary>Compiles and runs what cells are made of, until the first one comes: it finds most of that done.</summary>
    public void WarmUp()
    {
        foreach (var code in (string[])["System.Console.Out.Flush();", "new[] { 1 }.Select(x => x + 1).ToArray()"])
        {
            lock (warming)
            {
                if (isUsed)
                {
                    return;
                }
                using var cell = new RunningCell(); // nobody's: an interrupt is for the cell that waits
                Run(cell, code, "Warm-up", static value => Format(value, CancellationToken.None));
            }
        }
    }

    /// <summary>Runs a cell on the calling thread.</summary>
    /// <remarks>Its outputs, an error too, have reached the sink when this returns.</remarks>
    public CellOutcome Execute(CellRequest request, IOutputSink sink) =>
        interruptible.While(cell =>
        {
            running = cell;
            StackRoom.Forget();
            isUsed = true;
            lock (warming) { } // until what is being warmed up is
            return Execute(cell, request, sink);
        });

    private CellOutcome Execute(RunningCell cell, CellRequest request, IOutputSink sink)
    {
        if (request.StoreHistory && !request.Silent)
        {
            Count++;
        }
        ConsoleRedirection.Install(static () => Notebook.Input());
        using var output = new CellOutput(request.Silent ? SilentSink.Instance : sink);
        output.Enter();
        clock = null;
        CellError? failure = null;
        var isInterrupted = false;
        try
        {
            RunParts(cell, request.Code, string.Create(CultureInfo.InvariantCulture, $"Cell [{Count}]"), output, showResult: true);
        }
        catch (Exception error)
        {
            (failure, isInterrupted) = (errors.Of(error), error is CellInterruptedException);
        }
        if (clock is { Elapsed: var elapsed })
        {
            output.Write(
                OutputStream.Standard,
                elapsed.TotalSeconds < 1
                    ? FormattableString.Invariant($"Wall time: {elapsed.TotalMilliseconds:0.#} ms\n")
                    : FormattableString.Invariant($"Wall time: {elapsed.TotalSeconds:0.##} s\n")
            );
        }
        if (failure is not null)
        {
            output.Fail(failure);
        }
        return new(Count, failure, isInterrupted);
    }

    /// <summary>The value of an expression, formatted.</summary>
    /// <exception cref="Exception">Whatever the expression throws.</exception>
    public MimeBundle Evaluate(string expression) =>
        interruptible.While(cell => Run(cell, expression, "Expression", value => Format(value, cell.CancellationToken)))
        ?? Format(null, CancellationToken.None);

    /// <summary>What a failed <see cref="Evaluate"/> or cell looks like.</summary>
    public CellError Describe(Exception error) => errors.Of(error);

    public void RunFile(string name, CellOutput output)
    {
        var path = Path.GetFullPath(name, files.TryPeek(out var from) ? Path.GetDirectoryName(from)! : BaseFolder);
        if (name.Length == 0 || !File.Exists(path))
        {
            throw new DirectiveException(name.Length == 0 ? "Which file?" : $"There is no file {path}.");
        }
        if (files.Contains(path))
        {
            throw new DirectiveException($"{path} loads itself.");
        }
        files.Push(path);
        try
        {
            var (text, file) = (File.ReadAllText(path), Path.GetFileName(path));
            if (Path.GetExtension(path).Equals(".ipynb", StringComparison.OrdinalIgnoreCase))
            {
                foreach (var (i, code) in CodeCells(text, path).Index())
                {
                    RunParts(running!, code, $"{file} [{i + 1}]", output, showResult: true);
                }
            }
            else
            {
                RunParts(running!, text, file, output, showResult: false);
            }
        }
        finally
        {
            files.Pop();
        }
    }

    public void TimeThisCell() => clock = Stopwatch.StartNew();

    /// <summary>Stops the running cell, if one runs.</summary>
    /// <returns>False if it still ran after <paramref name="patience"/>: it is inside one long call into a library.</returns>
    public Task<bool> InterruptAsync(TimeSpan patience) => interruptible.InterruptAsync(patience);

    public void Dispose() => interruptible.Dispose();

    private void RunParts(RunningCell cell, string code, string place, CellOutput output, bool showResult)
    {
        errors.Remember(place, code);
        var parts = CellParts.Cut(code);
        foreach (var part in parts)
        {
            if (part is CellPart.Directive directive)
            {
                Run(cell, directive, output);
                continue;
            }
            var isShown = showResult && part == parts[^1];
            var bundle = Run(
                cell,
                ((CellPart.Code)part).Text,
                place,
                value => isShown && value is not DisplayedValue ? Format(value, cell.CancellationToken) : null
            );
            if (bundle is not null)
            {
                output.Result(bundle);
            }
        }
    }

    private void Run(RunningCell cell, CellPart.Directive part, CellOutput output)
    {
        var directive = DirectiveCatalog.Find(part.Name) ?? throw new DirectiveException(OtherDirectives.Sentence(part.Name));
        Interruptible.RunGently(
            cell,
            cancellation =>
            {
                directive.Run(new(part, this, output, cancellation));
                return true;
            }
        );
    }

    private T? Run<T>(RunningCell cell, string code, string place, Func<object?, T> format)
    {
        var submission = Interruptible.RunGently(cell, stop => Session.Compile(code, place, stop));
        formatting.Wait();
        HostImports.Prepare(submission.Assembly);
        return interruptible.Run(
            cell,
            async () =>
            {
                var value = await Session.Start(submission);
                // Formatting runs the value's own code: an endless sequence must be stoppable too.
                return submission.HasValue ? format(value) : default;
            }
        );
    }

    private static MimeBundle Format(object? value, CancellationToken cancellation) => ValueFormatter.Format(value, cancellation);

    private static List<string> CodeCells(string json, string path)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return
            [
                .. from cell in document.RootElement.GetProperty("cells").EnumerateArray()
                where cell.GetProperty("cell_type").ValueEquals("code")
                let source = cell.GetProperty("source")
                select source.ValueKind == JsonValueKind.Array
                    ? string.Concat(source.EnumerateArray().Select(static line => line.GetString()))
                    : source.GetString()!,
            ];
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new DirectiveException($"{path} is not a notebook: {error.Message}", error);
        }
    }
}
