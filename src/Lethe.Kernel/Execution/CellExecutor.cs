using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Lethe.Kernel.Directives;
using Lethe.Kernel.Outputs;
using Lethe.Kernel.Packages;

namespace Lethe.Kernel.Execution;

/// <summary>Runs the cells of one notebook, one after the other: what the Jupyter kernel and the headless runner share. Disposed, it lets
/// go of what the cells made.</summary>
internal sealed class CellExecutor : IDisposable
{
    private readonly Interruptible interruptible;
    private readonly ErrorReport errors = new();
    private readonly Stack<string> files = new();
    private readonly Lock warming = new();
    private bool isWarm;
    private Stopwatch? clock;
    private RunningCell? running;

    /// <param name="baseFolder">What relative paths in directives start from.</param>
    /// <param name="stack">Bytes that cells may fill with calls.</param>
    public CellExecutor(string baseFolder, int stack = CellThread.Stack)
    {
        interruptible = new(stack);
        BaseFolder = baseFolder;
        Session = new(new(), HostImports.Namespaces);
        Packages = new(Session.References);
        StrayExceptions.Install();
        RegexLimit.Install();
    }

    public CSharpSession Session { get; }

    public PackageReferences Packages { get; }

    public string BaseFolder { get; }

    /// <summary>The number of the latest cell that counted.</summary>
    public int Count { get; private set; }

    /// <summary>Compiles, runs and formats what cells are made of, so that the first one need not wait for it.</summary>
    public void WarmUp()
    {
        lock (warming)
        {
            if (!isWarm)
            {
                isWarm = true;
                var formatting = Task.Run(static () => ValueFormatter.Format(new[] { 1 }));
                RunQuietly("System.Console.Out.Flush();");
                RunQuietly("new[] { 1 }.Select(x => x + 1).ToArray()");
                formatting.Wait();
            }
        }
    }

    /// <summary>Runs a cell on the calling thread.</summary>
    /// <remarks>Its outputs, an error too, have reached the sink when this returns.</remarks>
    public CellOutcome Execute(CellRequest request, IOutputSink sink)
    {
        var cell = running = interruptible.Begin();
        StackRoom.Forget();
        try
        {
            WarmUp(); // or waits for it
            return Execute(cell, request, sink);
        }
        finally
        {
            running = null;
            interruptible.End(cell);
        }
    }

    private CellOutcome Execute(RunningCell cell, CellRequest request, IOutputSink sink)
    {
        if (request.StoreHistory && !request.Silent)
        {
            Count++;
        }
        ConsoleRedirection.Install();
        using var output = new CellOutput(request.Silent ? SilentSink.Instance : sink);
        output.Enter();
        var place = string.Create(CultureInfo.InvariantCulture, $"Cell [{Count}]");
        clock = null;
        try
        {
            RunParts(cell, request.Code, place, output, showResult: true);
            ShowTime(output);
            return new(Count, null, false);
        }
        catch (Exception error)
        {
            ShowTime(output);
            var shown = errors.Of(error);
            output.Fail(shown);
            return new(Count, shown, error is CellInterruptedException);
        }
    }

    /// <summary>The value of an expression, formatted.</summary>
    /// <exception cref="Exception">Whatever the expression throws.</exception>
    public MimeBundle Evaluate(string expression)
    {
        var cell = interruptible.Begin();
        try
        {
            var submission = Interruptible.RunGently(cell, stop => Session.Compile(expression, "Expression", stop));
            HostImports.Prepare(submission.Assembly);
            return interruptible.Run(cell, async () => ValueFormatter.Format(await Session.Start(submission)));
        }
        finally
        {
            interruptible.End(cell);
        }
    }

    /// <summary>What a failed <see cref="Evaluate"/> or cell looks like.</summary>
    public CellError Describe(Exception error) => errors.Of(error);

    /// <summary>Runs the C# of a file, or the code cells of a notebook, inside the running cell.</summary>
    /// <exception cref="DirectiveException">There is no such file, it is not readable, or it loads itself.</exception>
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
        var cell = running ?? throw new InvalidOperationException("No cell is running.");
        files.Push(path);
        try
        {
            var text = File.ReadAllText(path);
            var isNotebook = Path.GetExtension(path).Equals(".ipynb", StringComparison.OrdinalIgnoreCase);
            foreach (var (code, i) in (isNotebook ? CodeCells(text, path) : [text]).Select(static (code, i) => (code, i)))
            {
                RunParts(
                    cell,
                    code,
                    isNotebook ? $"{Path.GetFileName(path)} [{i + 1}]" : Path.GetFileName(path),
                    output,
                    showResult: isNotebook
                );
            }
        }
        finally
        {
            files.Pop();
        }
    }

    /// <summary>Says at the end of the running cell how long it took from here.</summary>
    public void TimeThisCell() => clock = Stopwatch.StartNew();

    /// <summary>Stops the running cell, if one runs.</summary>
    /// <returns>False if it still ran after <paramref name="patience"/>: it is inside one long call into a library.</returns>
    public Task<bool> InterruptAsync(TimeSpan patience) => interruptible.InterruptAsync(patience);

    public void Dispose() => interruptible.Dispose();

    private void RunQuietly(string code)
    {
        using var cell = new RunningCell(); // nobody's: an interrupt is for the cell that waits
        ValueFormatter.Format(interruptible.Run(cell, () => Session.Start(Session.Compile(code, "Warm-up", CancellationToken.None))));
    }

    private void RunParts(RunningCell cell, string code, string place, CellOutput output, bool showResult)
    {
        errors.Remember(place, code);
        var parts = CellParts.Cut(code);
        foreach (var part in parts)
        {
            if (part is CellPart.Directive directive)
            {
                Run(cell, directive, output);
            }
            else if (part is CellPart.Code { Text: var text })
            {
                RunCode(cell, text, place, output, showResult && part == parts[^1]);
            }
        }
    }

    private void Run(RunningCell cell, CellPart.Directive directive, CellOutput output)
    {
        var known = DirectiveCatalog.Find(directive.Name) ?? throw new DirectiveException(OtherDirectives.Sentence(directive.Name));
        if (known is LoadDirective or ImportDirective)
        {
            // its cells are interruptible themselves
            known.Run(new(directive.Name, directive.Arguments, directive.Body, this, output, CancellationToken.None));
            return;
        }
        Interruptible.RunGently(
            cell,
            cancellation =>
            {
                known.Run(new(directive.Name, directive.Arguments, directive.Body, this, output, cancellation));
                return true;
            }
        );
    }

    private void RunCode(RunningCell cell, string code, string place, CellOutput output, bool showResult)
    {
        var submission = Interruptible.RunGently(cell, stop => Session.Compile(code, place, stop));
        HostImports.Prepare(submission.Assembly);
        var bundle = interruptible.Run(
            cell,
            async () =>
            {
                var value = await Session.Start(submission);
                // Formatting runs the value's own code: an endless sequence must be stoppable too.
                return submission.HasValue && showResult && value is not DisplayedValue ? ValueFormatter.Format(value) : null;
            }
        );
        if (bundle is not null)
        {
            output.Result(bundle);
        }
    }

    private void ShowTime(CellOutput output)
    {
        if (clock is { Elapsed: var elapsed })
        {
            output.Write(
                OutputStream.Standard,
                elapsed.TotalSeconds < 1
                    ? FormattableString.Invariant($"Wall time: {elapsed.TotalMilliseconds:0.#} ms\n")
                    : FormattableString.Invariant($"Wall time: {elapsed.TotalSeconds:0.##} s\n")
            );
            clock = null;
        }
    }

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
