namespace Lethe.Kernel.Tests.Compiling;

/// <summary>Forms of C# that a rewriter of code easily breaks.</summary>
internal static class Nasty
{
    /// <summary>Each must still compile with its checks, and give this value; none where it is empty.</summary>
    public static IReadOnlyList<(string Code, string Value)> All { get; } =
    [
        ("var t = 0; for (var i = 0; i < 3; i++) t += i; t", "3"),
        ("var t = 0; for (;;) if (++t > 5) break; t", "6"),
        ("var t = 0; for (var i = 0; i < 4; i++) for (var j = 0; j < 4; j++) { if (j == 2) continue; t++; } t", "12"),
        ("var t = 0; while (t < 3) t++; t", "3"),
        ("var t = 0; while (t++ < 3) ; t", "4"),
        ("var t = 0; do t++; while (t < 3); t", "3"),
        ("var t = 0; do { t++; } while (t < 3); t", "3"),
        ("var t = 0; foreach (var x in new[] { 1, 2 }) t += x; t", "3"),
        ("var t = 0; foreach (var (a, b) in new[] { (1, 2) }) t += a + b; t", "3"),
        ("var t = 0; again: t++; if (t < 4) goto again; t", "4"),
        (
            "int F(int n)\n{\n    switch (n)\n    {\n        case 0: return 7;\n        case 1: goto case 0;\n        "
                + "default: n = 0; goto case 1;\n    }\n}\nF(5)",
            "7"
        ),
        ("void F()\n{\n    start:\n    int x = 1;\n    if (x > 1) goto start;\n}\nF(); 1", "1"),
        (
            "async IAsyncEnumerable<int> Items() { for (var i = 0; i < 3; i++) { await Task.Yield(); yield return i; } }\nvar "
                + "t = 0; await foreach (var x in Items()) t += x; t",
            "3"
        ),
        ("Func<int, int> f = x => x + 1; f(1)", "2"),
        ("Func<int, int> f = static x => x + 1; f(1)", "2"),
        ("var t = 0; Action a = () => t++; a(); t", "1"),
        ("var t = 0; Action a = () => t = 5; a(); t", "5"),
        ("Action b = null!; var t = 0; Action a = () => b = () => t++; a(); b(); t", "1"),
        ("var t = 0; new List<int> { 1, 2 }.ForEach(x => t += x); t", "3"),
        ("List<int> l = [1]; Action a = () => l?.Clear(); a(); l.Count", "0"),
        ("Func<object?> f = () => null; f() is null", "True"),
        ("Func<List<int>> f = () => new(); f().Count", "0"),
        ("Func<int[]> f = () => [1, 2]; f().Length", "2"),
        ("Func<int> f = () => default; f()", "0"),
        (
            "Func<int> f = () => throw new InvalidOperationException(\"no\"); try { f(); } catch (InvalidOperationException "
                + "e) { Console.Write(e.Message); } 1",
            "1"
        ),
        ("var f = (int x) => x switch { 1 => \"one\", _ => \"many\" }; f(2)", "many"),
        ("var f = ref int (int[] a) => ref a[1]; int[] a = [1, 2]; f(a) = 7; a[1]", "7"),
        ("var f = (int a, int b = 4) => a * b; f(2)", "8"),
        ("Func<Func<int, int>> f = () => x => x + 1; f()(1)", "2"),
        ("Func<int, Task<int>> f = async x => await Task.FromResult(x); await f(3)", "3"),
        ("Func<Task> f = async () => await Task.Yield(); await f(); 1", "1"),
        ("Func<ValueTask<int>> f = async () => await Task.FromResult(2); await f()", "2"),
        ("Action a = async () => await Task.Yield(); a(); 1", "1"),
        ("await Task.Run(() => 3)", "3"),
        ("await Task.Run(async () => { await Task.Yield(); return 3; })", "3"),
        ("var t = 0; await Task.Run(() => Interlocked.Increment(ref t)); t", "1"),
        ("Func<int, int> f = delegate (int x) { return x + 1; }; f(1)", "2"),
        ("Func<int, int> f = delegate { return 1; }; f(9)", "1"),
        ("int F<T>(T x) => x!.ToString()!.Length;\nF(100)", "3"),
        ("async Task F() => await Task.Yield();\nawait F(); 1", "1"),
        ("async Task<int> F() => await Task.FromResult(4);\nawait F()", "4"),
        ("int Twice(int n)\n{\n    return Inner(n);\n    static int Inner(int n) => n * 2;\n}\nTwice(4)", "8"),
        ("int F() =>\n    // why\n    5; // because\nF()", "5"),
        ("ref int First(int[] a) => ref a[0];\nint[] a = [1]; First(a) = 5; a[0]", "5"),
        ("IEnumerable<int> Count() { try { yield return 1; yield return 2; } finally { Console.Write(0); } }\nCount().Sum()", "3"),
        (
            "class P { int x = 4; public int A => x; public int B { get => x; set => x = value; } public int this[int i] => x "
                + "+ i; public P() => x = 6; ~P() => x = 0; public static P operator +(P a, P b) => a; public static implicit "
                + "operator int(P p) => p.x; public int C { get { return x; } init { x = value; } } }\nvar p = new P { B = 2 }; p.A "
                + "+ p[1] + (p + p) + p.C",
            "9"
        ),
        (
            "abstract class S { public abstract int Area { get; } public virtual int Sides => 4; static readonly int[] Table; "
                + "static S() { Table = new int[3]; for (var i = 0; i < 3; i++) Table[i] = i; } public static int Last => Table[2]; "
                + "}\nclass Q(int a) : S { public override int Area => a * a; }\nnew Q(3).Area + S.Last",
            "11"
        ),
        (
            "record Point(int X, int Y) { public int Sum => X + Y; public Point Moved(int d) => this with { X = X + d }; "
                + "}\nnew Point(1, 2).Moved(3).Sum",
            "6"
        ),
        (
            "struct V { public int X; public readonly int Double => X * 2; public ref int R() => throw new "
                + "NotSupportedException(); }\nnew V { X = 2 }.Double",
            "4"
        ),
        (
            "ref struct Window { public Span<int> S; public int Sum() { var t = 0; foreach (var x in S) t += x; return t; } "
                + "public ref int First => ref S[0]; }\nint F() { Span<int> s = stackalloc int[] { 1, 2, 3 }; return new Window { S "
                + "= s }.Sum(); }\nF()",
            "6"
        ),
        ("unsafe int F() { var p = stackalloc int[4]; for (var i = 0; i < 4; i++) p[i] = i; return p[3]; }\nF()", "3"),
        (
            "int F() { Span<int> s = stackalloc int[2]; for (var i = 0; i < 2; i++) s[i] = i; while (s.Length > 1) s = "
                + "s[1..]; return s[0]; }\nF()",
            "1"
        ),
        (
            "interface IShape { int Area() => 3; static abstract int Count { get; } }\nclass A : IShape { public static int "
                + "Count => 2; }\n((IShape)new A()).Area() + A.Count",
            "5"
        ),
        ("using System.Linq.Expressions;\nExpression<Func<int, int>> e = x => x + 1; e.ToString()", "x => (x + 1)"),
        (
            "using System.Linq.Expressions;\nstring Show(Expression<Func<int, bool>> e) => e.Body.ToString();\nShow(x => x > "
                + "3 && new[] { 1 }.Any(y => y == x))",
            "((x > 3) AndAlso new [] {1}.Any(y => (y == x)))"
        ),
        (
            "(from x in new[] { 1, 2, 3 }.AsQueryable() where x > 1 orderby x descending select x * 2).Expression.ToString()",
            "System.Int32[].Where(x => (x > 1)).OrderByDescending(x => x).Select(x => (x * 2))"
        ),
        (
            "string.Join(\",\", from a in new[] { 1, 2 } from b in Enumerable.Range(a, 2) let c = a * b where c > 1 orderby c "
                + "descending, b select c)",
            "6,4,2"
        ),
        (
            "string.Join(\",\", from a in new[] { 1, 2, 3 } join b in new[] { 2, 3 } on a + 0 equals b + 0 group a by a % 2 "
                + "into g select g.Key)",
            "0,1"
        ),
        ("(from a in new[] { 2, 1 } orderby a select a).ThenBy(a => a).First()", "1"),
        (
            "using System.Runtime.CompilerServices;\nstring Text(Func<int> f, [CallerArgumentExpression(nameof(f))] string "
                + "text = \"\", [CallerLineNumber] int line = 0) => $\"{line}: {text}\";\nText(() => 1 + 1)",
            "3: () => 1 + 1"
        ),
        ("nameof(List<int>.Count) + nameof(System.Linq)", "CountLinq"),
        ("const int N = 3; int[] a = new int[N]; a.Length", "3"),
        (
            "[System.ComponentModel.DefaultValue(typeof(int))]\nint F([System.Diagnostics.CodeAnalysis.AllowNull] string s = "
                + "\"x\") => s.Length;\nF()",
            "1"
        ),
        ("int Down(int n) => n == 0 ? 0 : Down(n - 1);\nDown(10)", "0"),
        ("object o = 5; o is > 3 and < 9 or string { Length: > 2 } ? \"yes\" : \"no\"", "yes"),
        ("var t = 0; checked { for (var i = 0; i < 3; i++) t += i; } lock (\"x\") while (t < 9) { t++; } t", "9"),
        ("var t = 0; if (t == 0) ; else t = 1; t", "0"),
        (
            "int t = 0;\n#pragma warning disable\nfor (var i = 0; i < 2; i++)\n#region r\n    t++;\n#endregion\n#if "
                + "NONE\nbroken\n#endif\nt",
            "2"
        ),
        ("dynamic d = 3; var t = 0; foreach (var x in new dynamic[] { d, 1 }) t += (int)x; t", "4"),
        ("event Action? Went;\nvar t = 0; Went += () => t++; Went(); t", "1"),
        ("class B { public event Action E { add => value(); remove { } } }\nvar t = 0; new B().E += () => t = 3; t", "3"),
        ("var x = $\"{new[] { 1, 2 }.Select(v => v * 2).Sum()}\"; x", "6"),
        ("var t = 0; using (var s = new StringReader(\"a\")) while (s.Read() >= 0) t++; t", "1"),
        ("Func<int, int> f = null!; f = n => n <= 1 ? 1 : n * f(n - 1); f(5)", "120"),
        ("int F(out int x) { x = 1; for (;;) { return x; } }\nF(out var y) + y", "2"),
        ("int F() { while (true) { } }\n1", "1"),
        (
            "Overloaded(() => Value(), 1)\n;int Value() => 1; string Overloaded(Action a, int b) => \"action\"; string "
                + "Overloaded(Func<int> f, int b) => \"func\";\nOverloaded(() => Value(), 1)",
            "func"
        ),
        (
            "string Pick(Func<int> f) => \"int\"; string Pick(Func<Task<int>> f) => \"task\"; Pick(async () => await Task.FromResult(1))",
            "task"
        ),
        ("record R<T>(T X) { public int Y { get; init; } }\nnew R<int>(1) { Y = 2 }.ToString()", "R { X = 1, Y = 2 }"),
        (
            "record B(int X) { } sealed record D(int X, int Z) : B(X) { public override string ToString() => \"D\"; } sealed "
                + "record E { public int Q { get; set; } } record struct S(int A);\nnew B(1) + \" \" + new D(1, 2) + \" \" + new "
                + "E() + \" \" + new S(3) + (new B(1) == new B(1)) + new B(1).Equals(new D(1, 2))",
            "B { X = 1 } D E { Q = 0 } S { A = 3 }TrueFalse"
        ),
        (
            "abstract record A0 { public sealed override string ToString() => \"sealed\"; } record A1(int X) : A0 { }\nnew "
                + "A1(1).ToString()",
            "sealed"
        ),
        ("record P1(int X)\n{\n    public int Y => X;\n}\nnew P1(3) is { X: 3 } and { Y: 3 }", "True"),
        (
            "record P2(); record P3(int X); record P4(int X) : P3(X);\nnew P2() + \" \" + new P4(5) + (new "
                + "P4(5).GetHashCode() == new P4(5).GetHashCode())",
            "P2 { } P4 { X = 5 }True"
        ),
        (
            "class N { public List<N> All = new(); readonly object gate = new object(); static readonly N First = new(); "
                + "public object[] Two = { new object(), new List<int>() }; public N(int a) : this(new List<N>()) { } N(List<N> "
                + "all) => All = all; public N() { } }\nnew N(1).All.Count",
            "0"
        ),
        ("extension(int n) { }\n1", ""),
    ];
}
