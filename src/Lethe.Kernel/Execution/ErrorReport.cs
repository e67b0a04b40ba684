using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Lethe.Kernel.Compiling;
using Lethe.Kernel.Outputs;
using Lethe.Kernel.Stopping;
using Microsoft.CodeAnalysis;

namespace Lethe.Kernel.Execution;

/// <summary>Says where in which cell something failed, shows the line, and leaves out the frames of the kernel and of async
/// plumbing.</summary>
internal sealed class ErrorReport
{
    private const int FramesShown = 20;
    private const int AccessesShown = 5;

    // No colour of a terminal can be read on the grounds of errors in JupyterLab, light and dark.
    private const string Bold = "\e[1m",
        Dim = "\e[2m",
        Reset = "\e[0m";

    private readonly Dictionary<string, string[]> sources = new(StringComparer.Ordinal);

    /// <summary>Remembers a cell's text, to show its lines when it fails.</summary>
    public void Remember(string place, string code) => sources[place] = code.ReplaceLineEndings("\n").Split('\n');

    public CellError Of(Exception error)
    {
        error = StackFullException.In(error) ?? Unwrap(error);
        (string Name, IEnumerable<string> Lines) shown = error switch
        {
            CompilationFailedException { Errors: var errors } => (
                nameof(CompilationFailedException),
                errors.SelectMany(Lines).Concat(Hint(errors))
            ),
            StackFullException full => (nameof(StackFullException), Lines(full)),
            CellInterruptedException => ("Interrupted", [Title("Interrupted", error.Message)]),
            _ => (MethodName.Of(error.GetType()), Lines(error)),
        };
        return new(shown.Name, error.Message, [.. shown.Lines]);
    }

    private IEnumerable<string> Hint(IReadOnlyList<Diagnostic> errors) =>
        errors
            .Select(error => (Place: error.Location.GetLineSpan(), Message: error.GetMessage(CultureInfo.InvariantCulture)))
            .Select(error =>
                LineOf(error.Place.Path, error.Place.StartLinePosition.Line + 1) is { } line ? CodeHints.Of(line, error.Message) : null
            )
            .OfType<string>()
            .Take(1);

    private IEnumerable<string> Lines(Diagnostic diagnostic)
    {
        var span = diagnostic.Location.GetLineSpan();
        var (start, end) = (span.StartLinePosition, span.EndLinePosition);
        var title = Title(diagnostic.Id, diagnostic.GetMessage(CultureInfo.InvariantCulture));
        var length = start.Line == end.Line ? end.Character - start.Character : 1;
        return Located(title, "", span.Path ?? "", start.Line + 1, start.Character + 1, length);
    }

    private IEnumerable<string> Lines(StackFullException full) =>
        Located(Title(nameof(StackFullException), full.Message), full.Function, full.Place, full.Line, 1, 1);

    private IEnumerable<string> Located(string title, string method, string place, int line, int column, int length) =>
        place.Length == 0 ? [title] : [title, At(method, place, $"line {line}"), .. Excerpt(place, line, column, length)];

    private IEnumerable<string> Lines(Exception error)
    {
        yield return Title(MethodName.Of(error.GetType()), error.Message);
        foreach (var line in Calls(error))
        {
            yield return line;
        }
        if (error is CultureNotFoundException && !Cultures.AreAvailable)
        {
            yield return "This machine has no ICU library, and so only the invariant culture. Debian and Ubuntu: apt-get install "
                + "libicu-dev, then restart the kernel.";
        }
        if (error.InnerException is { } inner)
        {
            yield return $"{Dim}caused by{Reset}";
            foreach (var line in Lines(Unwrap(inner)))
            {
                yield return line;
            }
        }
    }

    private IEnumerable<string> Calls(Exception error)
    {
        var frames = new StackTrace(error, fNeedFileInfo: true)
            .GetFrames()
            .Select(static frame => (Frame: frame, Method: frame.GetMethod()!))
            .Where(static call => call.Method is not null)
            .ToList();
        var isRange = error is IndexOutOfRangeException && frames is [var (_, thrower), ..] && IsThrower(thrower);
        var hasExcerpt = false;
        foreach (
            var (frame, method) in frames
                .Where(static call => !IsPlumbing(call.Method) && !IsThrower(call.Method))
                .TakeWhile(static call => call.Method.DeclaringType?.Assembly != typeof(ErrorReport).Assembly)
                .Take(FramesShown)
        )
        {
            var (place, line, column) = (frame.GetFileName(), frame.GetFileLineNumber(), frame.GetFileColumnNumber());
            var accesses = isRange ? ArrayAccess.Of(method) : [];
            isRange = false; // the innermost alone
            if (accesses.Count > 1)
            {
                // All that is known of a check in compiled code.
                hasExcerpt = true;
                var lines = string.Join(", ", accesses.Select(static access => access.Line));
                yield return At(MethodName.Of(method), accesses[0].Place, $"one of the lines {lines}");
                foreach (var access in accesses.Take(AccessesShown))
                {
                    yield return Excerpt(access.Place, access.Line).FirstOrDefault() ?? "";
                }
                continue;
            }
            if (accesses is [var only])
            {
                (place, line, column) = only;
            }
            var isKnown = place is not null && sources.ContainsKey(place);
            yield return At(MethodName.Of(method), isKnown || line > 0 ? place : null, $"line {line}");
            if (isKnown && !hasExcerpt)
            {
                hasExcerpt = true; // the innermost line of the notebook's own is what the reader looks for
                foreach (var text in Excerpt(place!, line, column))
                {
                    yield return text;
                }
            }
        }
    }

    private static string Title(string name, string message) => $"{Bold}{name}{Reset}: {message}";

    private static string At(string method, string? place, string lines) =>
        $"  {Dim}at{Reset} {method}" + (place is null ? "" : $"{(method.Length > 0 ? " in " : "")}{place}, {lines}");

    // Some errors of the compiler have no place.
    private string? LineOf(string? place, int line) =>
        place is not null && sources.TryGetValue(place, out var lines) && line >= 1 && line <= lines.Length ? lines[line - 1] : null;

    private IEnumerable<string> Excerpt(string place, int line, int column = 1, int length = 1)
    {
        if (LineOf(place, line) is not { } text)
        {
            return [];
        }
        var number = line.ToString(CultureInfo.InvariantCulture);
        var start = Math.Clamp(column - 1, 0, text.Length);
        // Tabs stay tabs under the line, so that the caret stands where the text does.
        var indent = string.Concat(text[..start].Select(static letter => letter == '\t' ? '\t' : ' '));
        var carets = new string('^', Math.Clamp(length, 1, Math.Max(1, text.Length - start)));
        return [$"    {Dim}{number} │{Reset} {text}", $"    {Dim}{new string(' ', number.Length)} │{Reset} {indent}{Bold}{carets}{Reset}"];
    }

    // Wrappers that say nothing themselves.
    private static Exception Unwrap(Exception error) =>
        error switch
        {
            AggregateException { InnerExceptions: [var only] } => Unwrap(only),
            TargetInvocationException { InnerException: { } inner } => Unwrap(inner),
            _ => error,
        };

    // What only throws for its caller.
    private static bool IsThrower(MethodBase method) => method.DeclaringType?.Name is "ThrowHelper" or "ThrowHelpers";

    private static bool IsPlumbing(MethodBase method) =>
        method.DeclaringType?.Namespace
            is "System.Runtime.CompilerServices"
                or "System.Runtime.ExceptionServices"
                or "System.Threading.Tasks"
                or "System.Threading"
        || method.IsDefined(typeof(StackTraceHiddenAttribute), inherit: false);
}
