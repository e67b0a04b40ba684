using Lethe.Kernel.Compiling;
using Lethe.Kernel.Debugging;
using Lethe.Kernel.Directives;
using Lethe.Kernel.Execution;
using Lethe.Tests.Experiments;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Lethe.Kernel.Tests.Compiling;

public sealed class DebugPointsTests
{
    // Every form of a function, a statement and a variable that a point has to be written beside.
    [Theory]
    [InlineData("if (true) Console.WriteLine(); else if (false) ; else { } for (;;) break; do Math.Abs(1); while (false);")]
    [InlineData("goto end; end: Console.WriteLine(); void F() { var x = 1; again: var y = x++; if (x < y) goto again; }")]
    [InlineData("switch (DayOfWeek.Monday) { case DayOfWeek.Monday: var a = 1; a++; break; default: { break; } }")]
    [InlineData(
        "void F() { try { using var s = new MemoryStream(); } catch (IOException e) when (e.Message == \"\") { } finally { F(); } }"
    )]
    [InlineData("IEnumerable<int> F(int n) { for (var i = 0; i < n; i++) yield return i; } F(2).ToList()")]
    [InlineData("async IAsyncEnumerable<int> F() { await Task.Yield(); yield return 1; } await foreach (var x in F()) Console.Write(x);")]
    [InlineData("ref int F(int[] a) => ref a[0]; F([1]) = 2;")]
    [InlineData("int F() => throw new InvalidOperationException(); Func<int> g = () => throw new Exception();")]
    [InlineData("Action<int> f = x => Console.Write(x); Func<Task> g = async () => await Task.Yield(); Action h = delegate { };")]
    [InlineData("System.Linq.Expressions.Expression<Func<int, bool>> e = x => x > 1; new[] { 1 }.AsQueryable().Where(x => x > 0).Any()")]
    [InlineData("from a in new[] { 1 } let b = a where b > 0 select new { a, b }")]
    [InlineData("$\"{new[] { 1 }.Sum(x => x)}\"")]
    [InlineData(
        "class A { int x = 1; public A(int y) : this(() => y) => x = y; A(Func<int> f) { } public int P => x; "
            + "public int Q { get => x; set => x = value; } public int this[int i] => i; "
            + "public static A operator +(A a, A b) => a; ~A() => x = 0; static A() { } event Action E { add { } remove { } } }"
    )]
    [InlineData("struct S { int x; public S(int y) { x = y; Func<int> f = () => y; } public readonly int X() { return x; } } new S(1).X()")]
    [InlineData("ref struct R { public Span<int> S; public int Length() { var s = S; return s.Length; } }")]
    [InlineData("record R(int A) { public int B => A + 1; } new R(1) with { A = 2 }")]
    [InlineData("class C(int seed) { public int Next() { seed++; return seed; } } new C(1).Next()")]
    [InlineData("unsafe { int v = 1; int* p = &v; *p = 2; fixed (char* c = \"a\") { var d = *c; } } checked { var z = 1; }")]
    [InlineData("void F(in int a, ref int b, out int c) { c = a; b = c; Func<int> g = () => 1; g(); } int q = 1; F(1, ref q, out var r);")]
    [InlineData("var o = (object)1; if (o is not int n) return; Console.Write(n); int m; if (n > 0) m = 1; else m = 2; Console.Write(m);")]
    [InlineData(
        "static int F(int n) { return G(n); static int G(int n) => n; } T H<T>(T t) where T : new() { var c = new T(); return c; }"
    )]
    [InlineData("int unset; void Late() { unset = 1; var c = unset; } Late(); lock (new object()) Late();")]
    [InlineData("#region R\nvar @class = 1; // a comment\n#if X\nnever\n#endif\n@class++;\n#endregion\n@class")]
    [InlineData("using System.Text; /* c */ var t = new StringBuilder() /* d */ ; t.Append(\"\"\"\n  raw\n  \"\"\"); t")]
    [InlineData("var (a, b) = (1, 2); (a, b) = (b, a); foreach (var (k, v) in new Dictionary<int, int>()) Console.Write(k);")]
    [InlineData(
        "int F() { Span<int> s = stackalloc int[3]; foreach (ref var i in s) i = 1; var total = 0; "
            + "foreach (var i in s) total += i; return total; }"
    )]
    [InlineData("string F(List<int> of) =>\n    $\"{of.Sum(x => x)}\";\nFunc<int, Func<int, int>> add = a => b => a + b;")]
    [InlineData("dynamic d = 1; d = d + 1; const int K = 3; var t = K; int? u = null; u ??= K; var i = ^1;")]
    public void A_cell_compiles_with_its_points_as_it_does_without(string code)
    {
        var faults = Faults(code, out var points);

        Assert.Equal("", string.Join('\n', faults));
        Assert.True(points > 0 || code.StartsWith("ref struct", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void The_kit_s_own_notebooks_compile_with_points()
    {
        List<string> faults = [];
        foreach (var path in Directory.GetFiles(Path.Combine(Snapshot.Repository, "notebooks"), "*.ipynb").Order(StringComparer.Ordinal))
        {
            CSharpCompilation? last = null;
            var references = new ReferenceSet();
            foreach (var part in SourceFile.Read(path).SelectMany(static cell => CellParts.Cut(cell.Code)).OfType<CellPart.Code>())
            {
                var plain = Compile(part.Text, last, references);
                using var debugger = new CellDebugger();
                if (plain.GetDiagnostics(TestContext.Current.CancellationToken).All(static one => one.Severity != DiagnosticSeverity.Error))
                {
                    faults.AddRange(Pointed(plain, debugger, out _).Select(fault => $"{Path.GetFileName(path)}: {fault}"));
                    last = plain;
                }
            }
            Assert.NotNull(last);
        }

        Assert.Equal("", string.Join('\n', faults));
    }

    private static IReadOnlyList<string> Faults(string code, out int points)
    {
        using var debugger = new CellDebugger();
        var plain = Compile(code, null, new());
        Assert.Empty(
            plain.GetDiagnostics(TestContext.Current.CancellationToken).Where(static one => one.Severity == DiagnosticSeverity.Error)
        );
        return Pointed(plain, debugger, out points);
    }

    private static CSharpCompilation Compile(string code, CSharpCompilation? last, ReferenceSet references) =>
        CSharpCompilation.CreateScriptCompilation(
            "cell",
            CSharpSyntaxTree.ParseText(
                code,
                CSharpSession.Parsing,
                "Cell [1]",
                System.Text.Encoding.UTF8,
                TestContext.Current.CancellationToken
            ),
            references.Since(last is null ? 0 : references.Count),
            last is null ? new CSharpSession(HostImports.Namespaces).Options : new CSharpSession([]).Options,
            last,
            typeof(object)
        );

    private static List<string> Pointed(CSharpCompilation plain, CellDebugger debugger, out int points)
    {
        var source = new DebugSource(debugger, "/tmp/1.cs", "Cell [1]");
        var pointed = DebugPoints.Insert(plain, source, TestContext.Current.CancellationToken);
        points = source.Points.Count;
        return
        [
            .. (pointed ?? plain)
                .GetDiagnostics(TestContext.Current.CancellationToken)
                .Where(static one => one.Severity == DiagnosticSeverity.Error)
                .Select(one => $"{one}\n{pointed?.SyntaxTrees[0]}"),
        ];
    }
}
