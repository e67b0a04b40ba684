using System.Reflection.Metadata;
using System.Text.Json;
using Lethe.Kernel.Compiling;
using Lethe.Kernel.Execution;
using Lethe.Kernel.Stopping;
using Lethe.Kernel.Tests.Execution;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace Lethe.Kernel.Tests.Compiling;

public sealed class StopChecksTests : IDisposable
{
    private static readonly EmitOptions Portable = new(debugInformationFormat: DebugInformationFormat.PortablePdb);

    // What is written there must still compile, and give this.
    private static readonly (string Code, string Value)[] Nasty =
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

    private readonly CellExecutor cells = new(Path.GetTempPath());

    public void Dispose() => cells.Dispose();

    public static TheoryData<string, string> NastyCells()
    {
        var data = new TheoryData<string, string>();
        foreach (var (code, value) in Nasty.Where(static cell => cell.Value.Length > 0))
        {
            data.Add(code, value);
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(NastyCells))]
    public void A_cell_with_checks_has_the_value_of_the_cell_as_typed(string code, string value)
    {
        var (outcome, sink) = RecordingSink.Run(cells, code);

        Assert.Null(outcome.Error);
        Assert.Equal(value, sink.Value!.Data[Lethe.Kernel.Outputs.MimeBundle.Plain]);
    }

    [Fact]
    public void Every_cell_of_the_kit_s_notebooks_and_every_nasty_one_compiles_with_its_checks()
    {
        var folder = Path.Combine(
            typeof(StopChecksTests)
                .Assembly.GetCustomAttributes(typeof(System.Reflection.AssemblyMetadataAttribute), false)
                .Cast<System.Reflection.AssemblyMetadataAttribute>()
                .Single(static entry => entry.Key == "Repository")
                .Value!,
            "notebooks"
        );
        var count = 0;
        foreach (
            var notebook in Directory
                .EnumerateFiles(folder, "*.ipynb", SearchOption.AllDirectories)
                .Select(Cells)
                .Append([.. Nasty.Select(static cell => cell.Code)])
        )
        {
            CSharpCompilation? last = null;
            foreach (var code in notebook)
            {
                (last, var compared) = Compare(code, last);
                count += compared ? 1 : 0;
            }
        }

        Assert.True(count > 300, $"only {count} cells could be compared");
    }

    [Theory]
    [InlineData("ExperimentRequest r = null; Experiment.Run(r)", true)]
    [InlineData("ExperimentRequest r = null; Experiment.Run(r, CancellationToken.None)", false)]
    [InlineData("ExperimentRequest r = null; Experiment.Run(r, cancellation: CellToken)", false)]
    [InlineData("Console.WriteLine(1)", false)]
    public void The_kit_s_long_calls_get_the_cell_s_token(string code, bool added)
    {
        var tree = CSharpSyntaxTree.ParseText(
            SourceText.From(code, System.Text.Encoding.UTF8),
            CSharpSession.Parsing,
            cancellationToken: TestContext.Current.CancellationToken
        );
        var compilation = CSharpCompilation.CreateScriptCompilation(
            "token",
            tree,
            cells.Session.References.Since(0),
            cells.Session.Options,
            null,
            typeof(object)
        );
        var stoppable = StopChecks.Insert(tree, new(() => compilation.GetSemanticModel(tree)), TestContext.Current.CancellationToken);

        Assert.Equal(code, stoppable.ToString());
        Assert.Equal(
            added,
            stoppable
                .GetRoot(TestContext.Current.CancellationToken)
                .DescendantNodes()
                .OfType<NameColonSyntax>()
                .Any(static name => name.Span.IsEmpty)
        );
        Assert.DoesNotContain(
            compilation.ReplaceSyntaxTree(tree, stoppable).GetDiagnostics(TestContext.Current.CancellationToken),
            static found => found.Severity == DiagnosticSeverity.Error
        );
    }

    [Theory]
    [InlineData("while (DateTime.Now.Year < 3)\n{\n}")]
    [InlineData("1 + 1")]
    public void The_text_stays_as_typed(string code)
    {
        var tree = CSharpSyntaxTree.ParseText(
            SourceText.From(code, System.Text.Encoding.UTF8),
            CSharpSession.Parsing,
            cancellationToken: TestContext.Current.CancellationToken
        );
        var stoppable = StopChecks.Insert(
            tree,
            new(() => throw new InvalidOperationException("no need to ask")),
            TestContext.Current.CancellationToken
        );

        Assert.Equal(code, stoppable.ToString());
        Assert.Equal(code.Contains("while", StringComparison.Ordinal), stoppable != tree);
    }

    [Theory]
    [InlineData("for (var i = 0; i < 3; i++) Go(5 / (i - i));\nvoid Go(int n) { }", 1, 29)]
    [InlineData("void Go() =>\n    throw new Exception();\nnew[] { 1 }.Select(x => 1 / (x - x)).ToList();", 3, 25)]
    [InlineData("var zero = 0;\nint Half(int n)\n{\n    while (n > 0)\n        n = n / zero;\n    return n;\n}\nHalf(3)", 5, 9)]
    public void A_failure_points_where_it_was_typed(string code, int line, int column)
    {
        var (outcome, _) = RecordingSink.Run(cells, code);
        var text = System.Text.RegularExpressions.Regex.Replace(string.Join('\n', outcome.Error!.Traceback), "\e\\[[0-9;]*m", "");

        Assert.Contains($"line {line}", text, StringComparison.Ordinal);
        Assert.Contains($"│ {new string(' ', column - 1)}^", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("var s = 0L; for (var i = 0; i < 5; i++) s += i;", false)]
    [InlineData(
        "var a = new int[9]; var s = 0; for (int i = 0; i < a.Length; ++i) { if (a[i] > 3) continue; s += a[i] * 2; a[i] = 0; }",
        false
    )]
    [InlineData("var s = 0.0; for (var i = 9; i > 0; i--) s = s / i;", false)]
    [InlineData("var s = \"\"; for (var i = 0; i < 5; i++) s += i;", true)] // longer and longer
    [InlineData("var s = System.Numerics.BigInteger.One; for (var i = 0; i < 5; i++) s *= 3;", true)]
    [InlineData("var s = 0; for (var i = 0; i < 5; i++) { s++; i--; }", true)]
    [InlineData("var n = 5; for (var i = 0; i < n; i++) n++;", true)]
    [InlineData("var s = 0; for (var i = 0; i <= 5; i++) s++;", true)] // for ever, were it int.MaxValue
    [InlineData("var s = 0L; for (var i = 0L; i < 5; i++) s++;", true)]
    [InlineData("var s = 0; for (var i = 0; i > 5; i++) s++;", true)]
    [InlineData("for (var i = 0; i < 5; i++) Math.Sqrt(i);", true)]
    [InlineData("var s = 0; for (var i = 0; i < 5; i++) for (var j = 0; j < 5; j++) s++;", true)]
    public void Only_a_loop_that_soon_ends_goes_without_a_check(string code, bool isChecked)
    {
        var tree = CSharpSyntaxTree.ParseText(
            SourceText.From(code, System.Text.Encoding.UTF8),
            CSharpSession.Parsing,
            cancellationToken: TestContext.Current.CancellationToken
        );
        var compilation = CSharpCompilation.CreateScriptCompilation(
            "brief",
            tree,
            cells.Session.References.Since(0),
            cells.Session.Options,
            null,
            typeof(object)
        );
        var stoppable = StopChecks.Insert(tree, new(() => compilation.GetSemanticModel(tree)), TestContext.Current.CancellationToken);

        Assert.Equal(
            isChecked,
            stoppable
                .GetRoot(TestContext.Current.CancellationToken)
                .DescendantNodes()
                .OfType<ForStatementSyntax>()
                .Any(static loop =>
                    loop.DescendantNodes().OfType<IdentifierNameSyntax>().Any(static name => name.Identifier.ValueText == nameof(StopFlag))
                )
        );
    }

    // The compilation that the next cell goes on from; false if the cell as typed is no C# here (an exercise, a package that is not there).
    private (CSharpCompilation? Last, bool Compared) Compare(string code, CSharpCompilation? last)
    {
        var tree = CSharpSyntaxTree.ParseText(SourceText.From(code, System.Text.Encoding.UTF8), CSharpSession.Parsing, "cell");
        var plain = CSharpCompilation.CreateScriptCompilation(
            "plain",
            tree,
            last is null ? cells.Session.References.Since(0) : [],
            last is null ? cells.Session.Options : cells.Session.Options.WithUsings(),
            last,
            typeof(object)
        );
        if (
            ((CompilationUnitSyntax)tree.GetRoot(TestContext.Current.CancellationToken)).Members.Count == 0
            || Places(plain) is not { } typed
        )
        {
            return (
                plain.GetDiagnostics(TestContext.Current.CancellationToken).Any(static found => found.Severity == DiagnosticSeverity.Error)
                    ? last
                    : plain,
                false
            );
        }
        var stoppable = StopChecks.Insert(tree, new(() => plain.GetSemanticModel(tree)), TestContext.Current.CancellationToken);
        Assert.Equal(code, stoppable.ToString());
        var compilation = plain.ReplaceSyntaxTree(tree, stoppable);
        var places = Places(compilation);
        Assert.True(
            places is not null,
            $"does not compile with its checks: "
                + $"{string.Join('\n', compilation.GetDiagnostics(TestContext.Current.CancellationToken))}\n{code}"
        );
        // A `ref` before a value now belongs to its place.
        Assert.True(
            typed.IsSubsetOf(places) || code.Contains("=> ref", StringComparison.Ordinal),
            $"{string.Join(' ', typed.Except(places))} cannot be pointed at in:\n{code}"
        );
        return (plain, true);
    }

    // Where statements begin, as the symbols say; null if it does not compile.
    private static HashSet<(int Line, int Column)>? Places(CSharpCompilation compilation)
    {
        using var image = new MemoryStream();
        using var symbols = new MemoryStream();
        if (!compilation.Emit(image, symbols, options: Portable).Success)
        {
            return null;
        }
        symbols.Position = 0;
        using var provider = MetadataReaderProvider.FromPortablePdbStream(symbols);
        var reader = provider.GetMetadataReader();
        return
        [
            .. from method in reader.MethodDebugInformation
            from point in reader.GetMethodDebugInformation(method).GetSequencePoints()
            where !point.IsHidden
            select (point.StartLine, point.StartColumn),
        ];
    }

    private static List<string> Cells(string notebook)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(notebook));
        return
        [
            .. from cell in document.RootElement.GetProperty("cells").EnumerateArray()
            where cell.GetProperty("cell_type").GetString() == "code"
            let source = cell.GetProperty("source")
            let text = source.ValueKind == JsonValueKind.Array
                ? string.Concat(source.EnumerateArray().Select(static line => line.GetString()))
                : source.GetString()!
            select string.Join(
                '\n',
                text.Split('\n')
                    .Select(static line =>
                        line.StartsWith("#!", StringComparison.Ordinal) || line.StartsWith("#r", StringComparison.Ordinal) ? "" : line
                    )
            ),
        ];
    }
}
