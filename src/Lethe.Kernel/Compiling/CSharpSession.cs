using System.Reflection;
using System.Runtime.CompilerServices;
using Lethe.Kernel.Debugging;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Lethe.Kernel.Compiling;

/// <summary>
/// C# that goes on from cell to cell. Roslyn compiles each as a submission that sees all earlier ones; emitting, loading and calling is
/// done here, because Roslyn's own script runner keeps no symbols of where a cell failed, and forgets the variables of a cell that threw.
/// </summary>
internal sealed class CSharpSession(IReadOnlyList<string> imports)
{
    /// <summary>What a cell is read as. Its documentation comments are comments: the parser of their XML follows any depth until the stack
    /// is gone.</summary>
    public static CSharpParseOptions Parsing { get; } = new(LanguageVersion.CSharp14, DocumentationMode.None, SourceCodeKind.Script);

    private readonly List<string> sources = [];
    private CSharpCompilation? first;
    private CSharpCompilation? last;
    private object?[] objects = new object?[16]; // 0 is for a host object, of which there is none
    private int used = 1;
    private int inherited;
    private int compiled;
    private Submission? running;

    // Optimised: cells train networks. Only errors are shown; a notebook is not the place for warnings about style.
    public CSharpCompilationOptions Options { get; } =
        Superseding(
            new(
                OutputKind.DynamicallyLinkedLibrary,
                usings: imports,
                optimizationLevel: OptimizationLevel.Release,
                allowUnsafe: true,
                concurrentBuild: false,
                warningLevel: 0,
                generalDiagnosticOption: ReportDiagnostic.Suppress,
                nullableContextOptions: NullableContextOptions.Annotations
            ),
            true
        );

    // As Roslyn's own script runner does: of two versions of an assembly, cells see the higher.
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "WithReferencesSupersedeLowerVersions")]
    private static extern CSharpCompilationOptions Superseding(CSharpCompilationOptions options, bool value);

    public ReferenceSet References { get; } = new();

    /// <summary>Null where nobody debugs.</summary>
    public CellDebugger? Debugger { get; init; }

    /// <summary>The code of all submissions that later ones can see.</summary>
    public IReadOnlyList<string> Sources => sources;

    /// <summary>Binds a line: loads the front half of the compiler, and what every cell sees. It is kept, so that what the compiler has
    /// found out about the references outlives a collection.</summary>
    public void Bind()
    {
        first = Compilation("bind", CSharpSyntaxTree.ParseText("System.Console.Out.Flush();", Parsing), last, inherited);
        first.GetDiagnostics();
    }

    /// <summary>C# without directives, and what a stack trace calls it: <c>Cell [3]</c>. If this fails, nothing has changed.</summary>
    /// <exception cref="CompilationFailedException">The code is not valid.</exception>
    /// <exception cref="TooDeepException">It is nested too deeply.</exception>
    public Submission Compile(string code, string place, CancellationToken cancellation) =>
        DeepStack.Run(() => CompileHere(code, place, cancellation));

    private Submission CompileHere(string code, string place, CancellationToken cancellation)
    {
        CodeDepth.CheckTokens(code);
        var tree = CSharpSyntaxTree.ParseText(SourceText.From(code, Encoding.UTF8), Parsing, place, cancellation);
        CodeDepth.CheckTree(tree.GetRoot(cancellation));
        tree = OldNames.Replace(tree, code, cancellation);
        var name = FormattableString.Invariant($"cell-{++compiled}");
        var referenced = References.Count;
        var plain = Compilation(name, tree, last, inherited);
        if (!HasCode(plain))
        {
            // Nothing but usings: nothing to emit, but their errors must be heard.
            Emission.ThrowIfAny(plain.GetDiagnostics(cancellation));
            return new(plain, code, referenced, null, static _ => Task.FromResult<object?>(null), static _ => false);
        }
        using var image = new MemoryStream();
        using var symbols = new MemoryStream();
        var compilation = Emission.Emit(plain, Debugger?.SourceOf(place), image, symbols, cancellation);
        image.Position = symbols.Position = 0;
        var assembly = References.Context.LoadCell(name, image, symbols);
        return new(compilation, code, referenced, assembly, Factory(compilation, assembly), value => HasValue(compilation, value));
    }

    private static Func<object?[], Task<object?>> Factory(CSharpCompilation compilation, Assembly assembly)
    {
        var entry = compilation.GetEntryPoint(CancellationToken.None)!;
        return assembly
            .GetType(entry.ContainingType.MetadataName, throwOnError: true)!
            .GetMethod(entry.MetadataName, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!
            .CreateDelegate<Func<object?[], Task<object?>>>();
    }

    /// <summary>Code that sees what all cells have declared, the running one too. Nothing of it stays.</summary>
    /// <returns>What runs it, and what then holds the variables that it has declared.</returns>
    /// <exception cref="CompilationFailedException">The code is not valid.</exception>
    public (Func<Task<object?>> Run, Func<object?> Declared) CompileAside(string code)
    {
        var (previous, known, seen) =
            running is { } cell && objects[used] is not null ? (cell.Compilation, cell.References, used + 1) : (last, inherited, used);
        object?[] slots = [.. objects[..seen], null];
        return DeepStack.Run(() =>
        {
            CodeDepth.CheckTokens(code);
            var tree = CSharpSyntaxTree.ParseText(SourceText.From(code, Encoding.UTF8), Parsing, "Expression");
            using var image = new MemoryStream();
            using var symbols = new MemoryStream();
            var name = FormattableString.Invariant($"cell-{++compiled}");
            var compilation = Emission.Emit(Compilation(name, tree, previous, known), null, image, symbols, default);
            image.Position = symbols.Position = 0;
            var run = Factory(compilation, References.Context.LoadCell(name, image, symbols));
            return ((Func<Task<object?>>)(() => run(slots)), (Func<object?>)(() => slots[seen]));
        });
    }

    private CSharpCompilation Compilation(string name, SyntaxTree tree, CSharpCompilation? previous, int known) =>
        CSharpCompilation.CreateScriptCompilation(
            name,
            tree,
            References.Since(known),
            previous is null ? Options : Options.WithUsings(),
            previous,
            typeof(object)
        );

    /// <summary>Starts a submission on the calling thread. What it declares, and had assigned before it failed, stays part of the
    /// session.</summary>
    public Task<object?> Start(Submission submission)
    {
        if (used >= objects.Length)
        {
            Array.Resize(ref objects, objects.Length * 2);
        }
        running = submission;
        try
        {
            return submission.Run(objects);
        }
        finally
        {
            running = null;
            Keep(submission);
        }
    }

    /// <summary>The variables of all cells, the latest of each name; null is the value of one whose cell failed before it, too.</summary>
    public IEnumerable<(string Name, Type Type, object? Value)> Variables() =>
        objects
            .Skip(1)
            .TakeWhile(static cell => cell is not null)
            .SelectMany(static cell =>
                cell!
                    .GetType()
                    .GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
                    .Where(static field => !field.Name.StartsWith('<'))
                    .Select(field => (field.Name, field.FieldType, field.GetValue(cell)))
            )
            .Reverse()
            .DistinctBy(static variable => variable.Name);

    // Forgotten are those that were interrupted before they could make their object, which later ones would look for, and those that
    // declare nothing: every one kept costs some 50 KB, and each later cell a little time.
    private void Keep(Submission submission)
    {
        var isMade = objects[used] is not null;
        if (Declares(submission.Compilation) && (isMade || !HasCode(submission.Compilation)))
        {
            last = submission.Compilation;
            inherited = submission.References;
            sources.Add(submission.Code);
            used += isMade ? 1 : 0;
        }
        else
        {
            objects[used] = null;
        }
    }

    private static CompilationUnitSyntax Root(CSharpCompilation compilation) => (CompilationUnitSyntax)compilation.SyntaxTrees[0].GetRoot();

    private static bool Declares(CSharpCompilation compilation) =>
        Root(compilation) is { Usings.Count: > 0 } or { Externs.Count: > 0 }
        || compilation.ScriptClass!.GetMembers().Any(static member => !member.IsImplicitlyDeclared);

    private static bool HasCode(CSharpCompilation compilation) => Root(compilation).Members.Count > 0;

    // The compiler need only be asked about null: it may stand for a call that returns nothing.
    private static bool HasValue(CSharpCompilation compilation, object? value) =>
        Root(compilation).Members.LastOrDefault()
            is GlobalStatementSyntax { Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true } last }
        && (
            value is not null
            || DeepStack.Run(() => compilation.GetSemanticModel(compilation.SyntaxTrees[0]).GetTypeInfo(last.Expression).Type)
                is not { SpecialType: SpecialType.System_Void }
        );
}
