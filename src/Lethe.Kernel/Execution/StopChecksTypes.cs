using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Lethe.Kernel.Execution;

/// <summary>Functions of types that nobody has written: the compiler makes them, and they call themselves all the same.</summary>
internal sealed partial class StopChecks
{
    // `class Node { Node next = new(); }` never comes to a constructor's body.
    public override SyntaxNode? VisitObjectCreationExpression(ObjectCreationExpressionSyntax node) =>
        base.VisitObjectCreationExpression(node) is ExpressionSyntax made && IsBeforeTheBody(node)
            ? Unseen.Guard(NameOf(node), made)
            : base.VisitObjectCreationExpression(node);

    public override SyntaxNode? VisitImplicitObjectCreationExpression(ImplicitObjectCreationExpressionSyntax node) =>
        base.VisitImplicitObjectCreationExpression(node) is ExpressionSyntax made && IsBeforeTheBody(node)
            ? Unseen.Guard(NameOf(node), made)
            : base.VisitImplicitObjectCreationExpression(node);

    // Its text, its comparison and its hash are the compiler's: `record Node(string Name) { public Node? Next { get; set; } }` in a ring.
    public override SyntaxNode? VisitRecordDeclaration(RecordDeclarationSyntax node)
    {
        var record = (RecordDeclarationSyntax)base.VisitRecordDeclaration(node)!;
        if (meaning.Value.GetDeclaredSymbol(node) is not { } symbol || node.Modifiers.Any(SyntaxKind.PartialKeyword))
        {
            return record;
        }
        var textIsWritten = IsWritten(symbol, "ToString") || IsWritten(symbol, "PrintMembers") || IsSealedAbove(symbol);
        record = textIsWritten ? record : UnseenRecord.WithText(record);
        return symbol.IsValueType || IsWritten(symbol, "EqualityContract")
            ? record
            : UnseenRecord.WithContract(record, symbol.BaseType is { IsRecord: true });
    }

    private static bool IsWritten(INamedTypeSymbol record, string name) =>
        record.GetMembers(name).Any(static member => !member.IsImplicitlyDeclared);

    private static bool IsSealedAbove(INamedTypeSymbol record) =>
        record.BaseType is { IsRecord: true } of && (of.GetMembers("ToString").Any(static member => member.IsSealed) || IsSealedAbove(of));

    private static bool IsBeforeTheBody(ExpressionSyntax creation)
    {
        foreach (var around in creation.Ancestors())
        {
            switch (around)
            {
                case AnonymousFunctionExpressionSyntax or StatementSyntax or ArrowExpressionClauseSyntax or CompilationUnitSyntax:
                    return false;
                case ConstructorInitializerSyntax or PrimaryConstructorBaseTypeSyntax:
                    return true;
                case FieldDeclarationSyntax or PropertyDeclarationSyntax:
                    return around.Parent is TypeDeclarationSyntax
                        && !((MemberDeclarationSyntax)around).Modifiers.Any(SyntaxKind.StaticKeyword);
            }
        }
        return false;
    }
}
