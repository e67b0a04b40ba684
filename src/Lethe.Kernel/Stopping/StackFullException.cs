namespace Lethe.Kernel.Stopping;

/// <summary>A cell's functions have called each other until the stack was full. In a program that ends the process.</summary>
public sealed class StackFullException : Exception
{
    // To learn who calls whom, so many more calls are let in. The runtime has said no while 128 KB are left.
    private const int CallsSeen = 40,
        NamesShown = 3;
    private const nuint BytesSeen = 32 << 10;

    [ThreadStatic]
    private static (List<(string Function, string Place, int Line)> Calls, nuint From) last;

    private StackFullException(string message, (string Function, string Place, int Line) call)
        : base(message) => (Function, Place, Line) = call;

    /// <summary>The function that was called last; empty if it is not known.</summary>
    public string Function { get; }

    /// <summary>Its cell.</summary>
    public string Place { get; }

    /// <summary>Where it begins, counted from 1.</summary>
    public int Line { get; }

    /// <summary>The innermost frame; all of them are millions.</summary>
    public override string StackTrace => $"   at {Function} in {Place}:line {Line}";

    /// <summary>The one that an error comes from. A library may have caught it and thrown its own, at every level.</summary>
    public static StackFullException? In(Exception? error)
    {
        while (error is not (null or StackFullException))
        {
            error = error.InnerException;
        }
        return (StackFullException?)error;
    }

    /// <summary>Where each level throws <paramref name="error"/> inside its <c>catch</c>, none is ever left.</summary>
    internal static StackFullException CaughtAndThrown(Exception error)
    {
        var first = In(error);
        return new(
            $"{first?.Message.Split(':')[0] ?? "Functions are called too deep within each other"}: the stack is full, and each call "
                + "catches the error of the one below and throws its own. The variables are kept, but the thread of the cells is lost: "
                + "restart the kernel when you can.",
            first is null ? ("", "", 0) : (first.Function, first.Place, first.Line)
        );
    }

    /// <summary>Takes note of a call for which there is hardly room.</summary>
    /// <exception cref="StackFullException">It was the last one.</exception>
    internal static void Collect(string function, string place, int line, nuint here)
    {
        if (last.Calls is null || here > last.From)
        {
            last = ([], here);
        }
        last.Calls.Add((function, place, line));
        if (last.Calls.Count == CallsSeen || last.From - here > BytesSeen)
        {
            var seen = last.Calls;
            last = default;
            throw new StackFullException(
                $"{What([.. seen.Select(static call => call.Function)])}: the stack is full. Let it return sooner, or use a loop. The "
                    + "variables are kept.",
                seen[^1]
            );
        }
    }

    private static string What(IReadOnlyList<string> functions)
    {
        var names = functions.CountBy(static name => name).Where(static name => name.Value > 1).Select(static name => name.Key).ToList();
        return names switch
        {
            [] => $"{functions[^1]} is called too deep within other calls",
            [var only] => $"{only} calls itself without end",
            _ => $"{string.Join(", ", names.Take(Math.Min(names.Count, NamesShown) - 1))} and "
                + $"{(names.Count > NamesShown ? "others" : names[^1])} call each other without end",
        };
    }
}
