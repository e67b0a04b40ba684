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

    private readonly CellExecutor cells = new(Path.GetTempPath());

    public void Dispose() => cells.Dispose();

    public static TheoryData<string, string> NastyCells()
    {
        var data = new TheoryData<string, string>();
        foreach (var (code, value) in Nasty.All.Where(static cell => cell.Value.Length > 0))
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
    [Trait("Speed", "slow")]
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
                .Append([.. Nasty.All.Select(static cell => cell.Code)])
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
