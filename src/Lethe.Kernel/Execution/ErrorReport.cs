using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Lethe.Kernel.Outputs;
using Lethe.Runtime;
using Microsoft.CodeAnalysis;

namespace Lethe.Kernel.Execution;

/// <summary>Says where in which cell something failed, shows the line, and leaves out the frames of the kernel and of async
/// plumbing.</summary>
internal sealed partial class ErrorReport
{
    private const int FramesShown = 20;
    private const int AccessesShown = 5;
    private const string Red = "\e[1;31m",
        Blue = "\e[34m",
        Dim = "\e[2m",
        Reset = "\e[0m";

    private readonly Dictionary<string, string[]> sources = new(StringComparer.Ordinal);

    /// <summary>Remembers a cell's text, to show its lines when it fails.</summary>
    public void Remember(string place, string code) => sources[place] = code.ReplaceLineEndings("\n").Split('\n');

    public CellError Of(Exception error)
    {
        error = StackFullException.In(error) ?? Unwrap(error);
        return error switch
        {
            CompilationFailedException compilation => new(
                nameof(CompilationFailedException),
                compilation.Message,
                [.. compilation.Errors.SelectMany(Lines), .. Hints(compilation)]
            ),
            StackFullException full => new(
                nameof(StackFullException),
                full.Message,
                [
                    $"{Red}{nameof(StackFullException)}{Reset}: {full.Message}",
                    .. full.Place.Length > 0
                        ? [At(full.Function, full.Place, full.Line), .. Excerpt(full.Place, full.Line, 1, 1)]
                        : Array.Empty<string>(),
                ]
            ),
            CellInterruptedException => new("Interrupted", error.Message, [$"{Red}Interrupted{Reset}: {error.Message}"]),
            _ => new(NameOf(error.GetType()), error.Message, [.. Lines(error)]),
        };
    }

    private IEnumerable<string> Hints(CompilationFailedException compilation) =>
        compilation
            .Errors.Select(error => (Span: error.Location.GetLineSpan(), Message: error.GetMessage(CultureInfo.InvariantCulture)))
            .Select(error =>
                sources.TryGetValue(error.Span.Path, out var lines) && error.Span.StartLinePosition.Line < lines.Length
                    ? CodeHints.Of(lines[error.Span.StartLinePosition.Line], error.Message)
                    : null
            )
            .OfType<string>()
            .Distinct()
            .Take(1);

    private IEnumerable<string> Lines(Diagnostic diagnostic)
    {
        var span = diagnostic.Location.GetLineSpan();
        yield return $"{Red}{diagnostic.Id}{Reset}: {diagnostic.GetMessage(CultureInfo.InvariantCulture)}";
        if (span.IsValid && span.Path.Length > 0)
        {
            yield return At(null, span.Path, span.StartLinePosition.Line + 1);
            var sameLine = span.EndLinePosition.Line == span.StartLinePosition.Line;
            foreach (
                var line in Excerpt(
                    span.Path,
                    span.StartLinePosition.Line + 1,
                    span.StartLinePosition.Character + 1,
                    sameLine ? span.EndLinePosition.Character - span.StartLinePosition.Character : 1
                )
            )
            {
                yield return line;
            }
        }
    }

    private IEnumerable<string> Lines(Exception error)
    {
        yield return $"{Red}{NameOf(error.GetType())}{Reset}: {error.Message}";
        var shown = 0;
        var excerpt = false;
        var frames = new StackTrace(error, fNeedFileInfo: true).GetFrames();
        var isRange =
            error is IndexOutOfRangeException && frames is [var thrown, ..] && thrown.GetMethod() is { } thrower && IsThrower(thrower);
        foreach (var frame in frames)
        {
            if (frame.GetMethod() is not { } method || IsPlumbing(method) || IsThrower(method))
            {
                continue;
            }
            if (IsHost(method) || shown++ == FramesShown)
            {
                break;
            }
            var (place, line, column) = (frame.GetFileName(), frame.GetFileLineNumber(), frame.GetFileColumnNumber());
            if (isRange && shown == 1 && ArrayAccess.Of(method) is [var first, ..] accesses)
            {
                if (accesses.Count > 1)
                {
                    excerpt = true;
                    foreach (var text in OneOf(method, accesses))
                    {
                        yield return text;
                    }
                    continue;
                }
                (place, line, column) = first;
            }
            var known = place is not null && sources.ContainsKey(place);
            yield return At(Describe(method), known || line > 0 ? place : null, line);
            if (known && !excerpt)
            {
                excerpt = true; // the innermost line of the notebook's own is what the reader looks for
                foreach (var text in Excerpt(place!, line, column, 1))
                {
                    yield return text;
                }
            }
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

    // All that is known of a check in compiled code.
    private IEnumerable<string> OneOf(MethodBase method, IReadOnlyList<ArrayAccess.Access> accesses)
    {
        var name = Describe(method);
        yield return $"  {Dim}at{Reset} {name}{(name.Length > 0 ? " in " : "")}{Blue}{accesses[0].Place}, one of the lines "
            + $"{string.Join(", ", accesses.Select(static access => access.Line.ToString(CultureInfo.InvariantCulture)))}{Reset}";
        foreach (var access in accesses.Take(AccessesShown))
        {
            yield return Excerpt(access.Place, access.Line, access.Column, 1).FirstOrDefault() ?? "";
        }
    }

    private static string At(string? method, string? place, int line) =>
        $"  {Dim}at{Reset} "
        + $"{method}{(method is { Length: > 0 } && place is not null ? " in " : "")}{(place is null ? "" : $"{Blue}{place}, line {line.ToString(CultureInfo.InvariantCulture)}{Reset}")}";

    private IEnumerable<string> Excerpt(string place, int line, int column, int length)
    {
        if (sources.TryGetValue(place, out var lines) && line >= 1 && line <= lines.Length)
        {
            var number = line.ToString(CultureInfo.InvariantCulture);
            var text = lines[line - 1];
            var start = Math.Clamp(column - 1, 0, text.Length);
            // Tabs stay tabs under the line, so that the caret stands where the text does.
            var indent = string.Concat(text[..start].Select(static c => c == '\t' ? '\t' : ' '));
            yield return $"    {Dim}{number} │{Reset} {text}";
            yield return $"    {Dim}{new string(' ', number.Length)} │{Reset} "
                + $"{indent}{Red}{new string('^', Math.Clamp(length, 1, Math.Max(1, text.Length - start)))}{Reset}";
        }
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

    private static bool IsHost(MethodBase method) => method.DeclaringType?.Assembly == typeof(ErrorReport).Assembly;

    private static bool IsPlumbing(MethodBase method) =>
        method.DeclaringType?.Namespace
            is "System.Runtime.CompilerServices"
                or "System.Runtime.ExceptionServices"
                or "System.Threading.Tasks"
                or "System.Threading"
        || method.IsDefined(typeof(StackTraceHiddenAttribute), inherit: false);

    private static string Describe(MethodBase method)
    {
        var type = method.DeclaringType;
        var inCell = type?.Assembly.GetName().Name?.StartsWith("cell-", StringComparison.Ordinal) ?? false;
        // Compiler's names: <Train>d__3.MoveNext, <<Initialize>>b__0_1, <Outer>g__Inner|2_0.
        var mangled = method.Name == "MoveNext" && type is not null ? type.Name : method.Name;
        var name =
            LocalFunction().Match(mangled) is { Success: true } local ? local.Groups["name"].Value
            : mangled.Contains("b__", StringComparison.Ordinal) ? "lambda"
            : Within().Match(mangled) is { Success: true } within ? within.Groups["name"].Value
            : mangled;
        while (type is { IsNested: true } && type.Name.StartsWith('<'))
        {
            type = type.DeclaringType;
        }
        return name is "Initialize" or "<Initialize>" ? ""
            : inCell && type is { IsNested: false } ? name
            : $"{(type is null ? "" : NameOf(type) + ".")}{name}";
    }

    private static string NameOf(Type type) => type.IsGenericType ? type.Name.Split('`')[0] : type.Name;

    [GeneratedRegex("g__(?<name>[^|]+)\\|")]
    private static partial Regex LocalFunction();

    [GeneratedRegex("^<+(?<name>[^<>]+)>")]
    private static partial Regex Within();
}
