using Lethe.Kernel.Execution;
using Lethe.Kernel.Outputs;
using Lethe.Kernel.Stopping;
using Lethe.Kernel.Tests.Execution;

namespace Lethe.Kernel.Tests.Stopping;

/// <summary>A stack that overflows takes the process, and the tests with it: whatever is asked here must come back.</summary>
public sealed class StackFullTests : IDisposable
{
    private const string Down = "int F(int n) => F(n + 1) + 1;\n";
    private const string Itself = "calls itself without end",
        Each = "call each other without end";

    // A sixteenth of what cells have: to leave it by an exception takes a second where it is full size.
    private readonly CellExecutor cells = new(Path.GetTempPath(), CellThread.Stack / 16);

    public void Dispose() => cells.Dispose();

    public static TheoryData<string, string> Endless =>
        new()
        {
            { Down + "F(0)", $"F {Itself}" },
            { "void F() { F(); Console.Write(0); }\nF();", $"F {Itself}" },
            { "void F() { F(); }\nF();", $"F {Itself}" }, // the last thing in F: no tail call comes of it, because of the look at the stack
            {
                "using System.Runtime.CompilerServices;\n[MethodImpl(MethodImplOptions.AggressiveOptimization)] void F() { F(); }\nF();",
                $"F {Itself}"
            },
            { "bool Even(int n) => n == 0 || !Odd(n + 1); bool Odd(int n) => !Even(n + 1);\nEven(1)", Each },
            { "int Outer() { static int Inner(int n) { return 1 + Inner(n + 1); } return Inner(0); }\nOuter()", $"Inner {Itself}" },
            { "T F<T>(T x) => F<T>(F<T>(x));\nF(1)", $"F {Itself}" },
            { "Func<int, int> f = null!; f = n => f(n + 1) + 1; f(0)", $"A lambda {Itself}" },
            { "Func<int, int> f = null!; f = delegate (int n) { return f(n + 1) + 1; }; f(0)", $"A lambda {Itself}" },
            { "class A { public int X => X + 1; }\nnew A().X", $"A.X {Itself}" },
            { "class A { public int X { get => 1; set { X = value; } } }\nnew A().X = 3;", $"A.X {Itself}" },
            { "class A { public int this[int i] => this[i + 1] + 1; }\nnew A()[0]", Itself },
            {
                "struct V { public static V operator +(V a, V b) => a + b; public static implicit operator int(V v) => v; "
                    + "}\nnew V() + new V()",
                Itself
            },
            { "struct V { public static explicit operator int(V v) => 1 + (int)v; }\n(int)new V()", Itself },
            { "class A { public A() { new A(); } }\nnew A()", $"A's constructor {Itself}" },
            { "class Node { public Node Next = new(); }\nnew Node()", $"Node's constructor {Itself}" },
            { "class Node { public Node Next { get; } = new Node(); }\nnew Node()", $"Node's constructor {Itself}" },
            { "class A { public A(A a) { } public A() : this(new A()) { } }\nnew A()", Itself },
            { "int F(int n) { try { return F(n + 1); } finally { n++; } }\nF(0)", $"F {Itself}" },
            { "int F(int n) => (from x in new[] { n } where x >= 0 select F(x + 1)).First();\nF(0)", Itself },
            { "IEnumerable<int> Walk(int n) => Walk(n + 1).Select(x => x + 1);\nWalk(0)", $"Walk {Itself}" },
            { "int F(int n) => new[] { n }.Select(x => F(x + 1)).Sum();\nF(0)", Each },
            { Down + "await Task.Run(() => F(0))", $"F {Itself}" },
            { Down + "async Task<int> G() { await Task.Delay(1).ConfigureAwait(false); return F(0); }\nawait G()", $"F {Itself}" },
            { Down + "async Task<int> G() { await Task.Yield(); return F(0); }\nawait G()", $"F {Itself}" },
            {
                "class A { public override string ToString() => string.Format(\"{0}\", this); }\nnew A().ToString()",
                $"A.ToString {Itself}"
            },
            { "record Node(string Name) { public Node? Next { get; set; } }\nvar n = new Node(\"a\"); n.Next = n; n.ToString()", Itself },
            {
                "record Node(string Name) { public Node? Next { get; set; } }\nvar n = new Node(\"a\"); n.Next = n; n.GetHashCode()",
                Itself
            },
        };

    [Theory]
    [MemberData(nameof(Endless))]
    public void Endless_recursion_ends_in_a_sentence(string code, string message)
    {
        RecordingSink.Run(cells, "var kept = 41;");
        var error = RecordingSink.Run(cells, code).Outcome.Error;

        Assert.Equal(nameof(StackFullException), error?.Name);
        Assert.Contains(message, error!.Value, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Value);
        Assert.InRange(error.Traceback.Count, 2, 8);
        Assert.Equal("42", RecordingSink.Run(cells, "kept + 1").Sink.Value!.Data[MimeBundle.Plain]);
    }

    [Fact]
    public void The_error_shows_the_line()
    {
        var error = RecordingSink.Run(cells, "var n = 0;\nint Fact(int n) =>\n    n * Fact(n - 1);\nFact(3)").Outcome.Error!;

        Assert.Equal(
            "Fact calls itself without end: the stack is full. Let it return sooner, or use a loop. The variables are kept.",
            error.Value
        );
        Assert.Contains("line 2", string.Concat(error.Traceback), StringComparison.Ordinal);
    }

    // Each level throws, is caught and thrown again.
    [Fact]
    [Trait("Speed", "slow")]
    public void Awaits_within_awaits_end_too() =>
        Assert.Equal(nameof(StackFullException), RecordingSink.Run(cells, "async Task F() => await F();\nawait F();").Outcome.Error?.Name);

    [Fact]
    public void A_program_can_catch_it()
    {
        var (outcome, sink) = RecordingSink.Run(
            cells,
            Down
                + "var said = \"\"; try { F(0); } catch (Exception error) { said = error.ToString(); } said.Length < 3000 && "
                + "said.Contains(\"F calls itself\")"
        );

        Assert.Null(outcome.Error);
        Assert.Equal("True", sink.Value!.Data[MimeBundle.Plain]);
    }

    [Fact]
    public void On_a_thread_of_the_cell_it_is_said_on_stderr()
    {
        var (outcome, sink) = RecordingSink.Run(
            cells,
            Down + "var t = new Thread(() => F(0)); t.Start(); t.Join(); await Task.Delay(100);"
        );

        Assert.Null(outcome.Error);
        Assert.Contains("F calls itself without end", sink.ErrorText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("int Depth(int n) => n == 0 ? 0 : Depth(n - 1) + 1;\nDepth(400_000)", "400000")]
    [InlineData("Func<int, int> depth = null!; depth = n => n == 0 ? 0 : depth(n - 1) + 1; depth(50_000)", "50000")]
    [InlineData("int Depth(int n) => n == 0 ? 0 : Depth(n - 1) + 1;\nawait Task.Run(() => Depth(5_000))", "5000")]
    public void Deep_recursion_that_ends_works(string code, string value)
    {
        using var full = new CellExecutor(Path.GetTempPath());
        var (outcome, sink) = RecordingSink.Run(full, code);

        Assert.Null(outcome.Error);
        Assert.Equal(value, sink.Value!.Data[MimeBundle.Plain]);
    }
}
