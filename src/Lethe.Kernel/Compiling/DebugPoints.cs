using Lethe.Kernel.Debugging;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Lethe.Kernel.Compiling;

/// <summary>
/// Writes the points into a cell at which it can be stopped, and what lies between them and the compiler: each function tells when it
/// begins and ends, each statement that it is about to run, and which variables it can see. <c>#line</c> keeps every line that people are
/// told of the one that they have typed.
/// </summary>
internal sealed partial class DebugPoints : CSharpSyntaxWalker
{
    private const string Frame = $"global::Lethe.Kernel.Debugging.{nameof(DebugFrame)}";

    private readonly SyntaxTree tree;
    private readonly SemanticModel meaning;
    private readonly DebugSource source;
    private readonly LiveVariables variables;
    private readonly CancellationToken cancellation;
    private readonly List<TextChange> edits = [];
    private readonly Stack<Function> functions = new();
    private int made;

    private DebugPoints(CSharpCompilation compilation, SyntaxTree tree, DebugSource source, CancellationToken cancellation)
    {
        (this.tree, this.source, this.cancellation) = (tree, source, cancellation);
        meaning = compilation.GetSemanticModel(tree);
        variables = new(meaning);
    }

    // Whose body a statement stands in; none for the cell's own.
    private sealed record Function(string Name, string Frame, IMethodSymbol? Symbol, IReadOnlySet<ISymbol> Captured, ITypeSymbol? Self);

    /// <returns>The cell with its points, of which the source knows; null if it has none.</returns>
    public static CSharpCompilation? Insert(CSharpCompilation compilation, DebugSource source, CancellationToken cancellation)
    {
        var tree = compilation.SyntaxTrees[0];
        if (tree.FilePath.Contains('"', StringComparison.Ordinal))
        {
            return null; // #line cannot name it
        }
        var writer = new DebugPoints(compilation, tree, source, cancellation);
        writer.Visit(tree.GetRoot(cancellation));
        if (writer.edits.Count == 0)
        {
            return null;
        }
        // At one place in the order in which they came: what encloses comes first.
        var (text, written, at) = (tree.GetText(cancellation).ToString(), new StringBuilder(), 0);
        foreach (var edit in writer.edits.OrderBy(static edit => edit.Span.Start))
        {
            written.Append(text, at, edit.Span.Start - at).Append(edit.NewText);
            at = edit.Span.End;
        }
        var code = SourceText.From(written.Append(text, at, text.Length - at).ToString(), Encoding.UTF8);
        return compilation.ReplaceSyntaxTree(
            tree,
            CSharpSyntaxTree.ParseText(code, (CSharpParseOptions)tree.Options, tree.FilePath, cancellation)
        );
    }

    public override void Visit(SyntaxNode? node)
    {
        cancellation.ThrowIfCancellationRequested();
        switch (node)
        {
            case AttributeListSyntax or InterpolatedStringExpressionSyntax: // has no room for lines
            case LambdaExpressionSyntax { Block: null } lambda when StopChecks.IsExpression(meaning.GetTypeInfo(lambda).ConvertedType):
            case MemberDeclarationSyntax { AttributeLists: var lists } when StopChecks.IsCalledByTheSystem(lists):
            case LocalFunctionStatementSyntax { AttributeLists: var local } when StopChecks.IsCalledByTheSystem(local):
                break;
            case QueryExpressionSyntax query: // may be data
                Visit(query.FromClause.Expression);
                break;
            case FieldDeclarationSyntax { Parent: CompilationUnitSyntax } field when IsRun(field):
                Before(field, field, isTurn: false);
                base.Visit(node);
                break;
            case StatementSyntax statement and not LocalFunctionStatementSyntax:
                Statement(statement);
                break;
            default:
                if (node is null || !IsFunction(node))
                {
                    base.Visit(node);
                }
                break;
        }
    }

    public static bool IsRun(FieldDeclarationSyntax field) =>
        !field.Modifiers.Any(static word => word.IsKind(SyntaxKind.StaticKeyword) || word.IsKind(SyntaxKind.ConstKeyword))
        && field.Declaration.Variables.Any(static variable => variable.Initializer is not null);

    private void Statement(StatementSyntax statement)
    {
        if (statement is LabeledStatementSyntax labeled)
        {
            base.Visit(labeled); // the point of what it labels stands behind the label
            return;
        }
        var isBare =
            statement.Parent
            is not (
                BlockSyntax
                or SwitchSectionSyntax
                or GlobalStatementSyntax
                or LabeledStatementSyntax
                or AnonymousFunctionExpressionSyntax
            );
        var isList = statement is BlockSyntax;
        if (isBare && !isList)
        {
            Write(statement.SpanStart, "{");
        }
        if (IsTurn(statement.Parent, statement))
        {
            var (at, region) = statement is BlockSyntax block
                ? (block.OpenBraceToken.Span.End, statement)
                : (statement.SpanStart, statement);
            WritePoint(at, statement.Parent!, region, at, isTurn: true);
        }
        if (
            !isList
            && statement is not (EmptyStatementSyntax { Parent: not BlockSyntax } or UnsafeStatementSyntax or CheckedStatementSyntax)
        )
        {
            Before(statement, statement, isTurn: false);
        }
        base.Visit(statement);
        if (isBare && !isList)
        {
            Write(statement.Span.End, "}");
        }
    }

    private static bool IsTurn(SyntaxNode? loop, StatementSyntax body) =>
        loop switch
        {
            ForStatementSyntax one => one.Statement == body,
            CommonForEachStatementSyntax one => one.Statement == body,
            WhileStatementSyntax one => one.Statement == body,
            DoStatementSyntax one => one.Statement == body,
            _ => false,
        };

    private void Before(SyntaxNode shown, SyntaxNode region, bool isTurn) =>
        WritePoint(shown.SpanStart, shown, region, shown.SpanStart, isTurn);

    private void WritePoint(int at, SyntaxNode shown, SyntaxNode region, int position, bool isTurn) =>
        Write(at, Lines(at, Point(shown, region, position, isTurn)));

    // `if (frame.At(7) && frame.Here(new object?[] { a })) { a = frame.Get(0, a); }`
    private string Point(SyntaxNode shown, SyntaxNode region, int position, bool isTurn)
    {
        var function = functions.TryPeek(out var inner) ? inner : null;
        var seen = variables.At(region, position, function?.Symbol, function?.Captured, function?.Self);
        var span = tree.GetLineSpan(shown.Span, cancellation);
        var number = source.Add(
            new(
                source,
                function?.Name ?? source.Place,
                (span.StartLinePosition.Line + 1, span.StartLinePosition.Character + 1),
                (span.EndLinePosition.Line + 1, span.EndLinePosition.Character + 1),
                [.. seen.Select(static variable => new DebugVariable(variable.Name, variable.Reading, variable.IsWritable))],
                [.. Catches(shown)],
                isTurn
            )
        );
        var frame = function?.Frame ?? $"{Frame}.{nameof(DebugFrame.Top)}({source.Top})";
        var asks = Calls(shown) ? nameof(DebugFrame.Via) : nameof(DebugFrame.At);
        var values = string.Join(", ", seen.Select(static variable => variable.Value));
        var sets = seen.Select(
            (variable, i) => variable.IsWritable ? $" {variable.Code} = {frame}.{nameof(DebugFrame.Get)}({i}, {variable.Code});" : ""
        );
        return $"if ({frame}.{asks}({number}) && {frame}.{nameof(DebugFrame.Here)}(new object?[] {{ {values} }})) "
            + $"{{{string.Concat(sets)} }}";
    }

    // As far as it can be seen without asking what names mean.
    private static bool Calls(SyntaxNode shown) =>
        shown is CommonForEachStatementSyntax or UsingStatementSyntax
        || shown
            .DescendantNodesAndSelf(node => node == shown || node is not (StatementSyntax or AnonymousFunctionExpressionSyntax))
            .Any(static node =>
                node
                    is InvocationExpressionSyntax
                        or BaseObjectCreationExpressionSyntax
                        or AwaitExpressionSyntax
                        or MemberAccessExpressionSyntax
                        or ElementAccessExpressionSyntax
                        or QueryExpressionSyntax
            );

    private void Write(int at, string text, int instead = 0) => edits.Add(new(new(at, instead), text));

    // Code on lines of its own, which nobody sees; what follows counts as where it was typed.
    private string Lines(int at, string code, string before = "")
    {
        var place = tree.GetText(cancellation).Lines.GetLinePosition(at);
        var (line, column) = (place.Line + 1, place.Character + 1);
        return $"\n#line hidden\n{code}\n#line ({line}, {column}) - ({line + 1000}, 60000) {Math.Max(before.Length, 1)} "
            + $"\"{tree.FilePath}\"\n{(before.Length == 0 ? " " : before)}";
    }
}
