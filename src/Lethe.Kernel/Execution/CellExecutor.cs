using System.Diagnostics;
using System.Globalization;
using Lethe.Kernel.Compiling;
using Lethe.Kernel.Debugging;
using Lethe.Kernel.Directives;
using Lethe.Kernel.Language;
using Lethe.Kernel.Outputs;
using Lethe.Kernel.Stopping;
using Microsoft.DotNet.Interactive.Formatting;

namespace Lethe.Kernel.Execution;

/// <summary>Runs the cells of one notebook, one after the other: what the Jupyter kernel and the headless runner share. Disposed, it lets
/// go of what the cells made.</summary>
internal sealed class CellExecutor : INotebook, IDisposable
{
    private readonly Interruptible interruptible;
    private readonly ErrorReport errors = new();
    private readonly SourceFiles files;
    private readonly Lock warming = new();
    private readonly Lazy<CodeInsight> insight;
    private Task? formatting;
    private volatile bool isUsed;
    private Stopwatch? clock;
    private RunningCell? running;

    /// <param name="baseFolder">What relative paths in directives start from.</param>
    /// <param name="stack">Bytes that cells may fill with calls.</param>
    public CellExecutor(string baseFolder, int stack = CellThread.Stack)
    {
        interruptible = new(stack);
        files = new(BaseFolder = baseFolder);
        Session = new(HostImports.Namespaces) { Debugger = Debugger };
        Packages = new(Session.References);
        insight = new(() => new(Session));
        StrayExceptions.Install();
        RegexLimit.Install();
    }

    public CSharpSession Session { get; }

    public CellDebugger Debugger { get; } = new();

    public PackageReferences Packages { get; }

    public CodeInsight Insight => insight.Value;

    public string BaseFolder { get; }

    public IDictionary<string, string> Values { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

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
                formatting ??= Task.Run(static () => Format(new[] { 1 }, CancellationToken.None)); // while the compiler is busy
                using var cell = new RunningCell(); // nobody's: an interrupt is for the cell that waits
                Run(cell, code, "Warm-up", static value => Format(value, CancellationToken.None));
            }
        }
    }

    /// <summary>Runs a cell; its outputs, an error too, have reached the sink when this returns.</summary>
    public CellOutcome Execute(string code, IOutputSink sink, bool silent = false, bool isCounted = true) =>
        interruptible.While(cell =>
        {
            running = cell;
            StackRoom.Forget();
            isUsed = true;
            lock (warming) { } // until what is being warmed up is
            Count += isCounted && !silent ? 1 : 0;
            return Into(
                silent ? SilentSink.Instance : sink,
                output => RunParts(cell, code, string.Create(CultureInfo.InvariantCulture, $"Cell [{Count}]"), output, showResult: true)
            );
        });

    /// <summary>Runs what a person has set off between two cells, like a cell: until all that it began is over, unless it is
    /// stopped.</summary>
    public CellOutcome React(Action what, IOutputSink sink) =>
        interruptible.While(cell =>
        {
            StackRoom.Forget();
            return Into(sink, _ => interruptible.Run(cell, () => Done(what), untilQuiet: true));
        });

    private static Task<bool> Done(Action what)
    {
        what();
        return Task.FromResult(true);
    }

    private CellOutcome Into(IOutputSink sink, Action<CellOutput> run)
    {
        ConsoleRedirection.Install(static () => Notebook.Input());
        using var output = new CellOutput(sink);
        output.Enter();
        clock = null;
        CellError? failure = null;
        var isInterrupted = false;
        try
        {
            run(output);
        }
        catch (Exception error)
        {
            (failure, isInterrupted) = (errors.Of(error), error is CellInterruptedException);
        }
        Debugger.EndCell();
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
        return new(failure, isInterrupted);
    }

    /// <summary>The value of an expression, formatted; throws what the expression throws.</summary>
    public MimeBundle Evaluate(string expression) =>
        interruptible.While(cell => Run(cell, expression, "Expression", value => Format(value, cell.CancellationToken)))
        ?? Format(null, CancellationToken.None);

    /// <summary>What a failed <see cref="Evaluate"/> or cell looks like.</summary>
    public CellError Describe(Exception error) => errors.Of(error);

    public void RunCode(string code, CellOutput output) => RunParts(running!, code, "directive", output, showResult: false);

    public void RunFile(string name, CellOutput output) =>
        files.Run(name, (code, place, isCell) => RunParts(running!, code, place, output, showResult: isCell));

    public Task<(string Markdown, string Plain)?> InspectAsync(string code, CancellationToken cancellation) =>
        Insight.InspectAsync(code, code.Length, cancellation);

    public void TimeThisCell() => clock = Stopwatch.StartNew();

    /// <summary>Stops the running cell, if one runs.</summary>
    /// <returns>False if it still ran after <paramref name="patience"/>: it is inside one long call into a library.</returns>
    public Task<bool> InterruptAsync(TimeSpan patience) => interruptible.InterruptAsync(patience);

    public void Dispose()
    {
        Debugger.Dispose();
        interruptible.Dispose();
    }

    private void RunParts(RunningCell cell, string code, string place, CellOutput output, bool showResult)
    {
        errors.Remember(place, code);
        Debugger.Remember(place, code);
        var parts = ReferenceDirectives.Gathered(CellParts.Cut(code));
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
        var directive = DirectiveCatalog.Find(part.Name) ?? throw new DirectiveException(OtherDirectives.Sentence(part));
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
        formatting?.Wait();
        HostImports.Prepare(submission.Assembly);
        return interruptible.Run(
            cell,
            async () =>
            {
                var value = await Session.Start(submission);
                // Formatting runs the value's own code: an endless sequence must be stoppable too.
                return submission.HasValue(value) ? format(value) : default;
            }
        );
    }

    private static MimeBundle Format(object? value, CancellationToken cancellation) => ValueFormatter.Format(value, cancellation);
}
