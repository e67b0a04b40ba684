using Lethe.Kernel.Stopping;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Lethe.Kernel.Compiling;

/// <summary>Functions of types that nobody has written: the compiler makes them, and they call themselves all the same.</summary>
internal sealed partial class StopChecks
{
    // Its text, its comparison and its hash are the compiler's: `record Node(string Name) { public Node? Next { get; set; } }` in a ring.
    private RecordDeclarationSyntax Record(RecordDeclarationSyntax typed, RecordDeclarationSyntax record)
    {
        if (meaning.Value.GetDeclaredSymbol(typed) is not { } symbol || typed.Modifiers.Any(SyntaxKind.PartialKeyword))
        {
            return record;
        }
        if (!IsWritten(symbol, "ToString") && !IsWritten(symbol, "PrintMembers") && !IsSealedAbove(symbol))
        {
            record = WithText(record);
        }
        // Without members of its own that are set later, it is in no ring.
        return symbol.IsValueType || IsWritten(symbol, "EqualityContract") || record.OpenBraceToken.Text.Length == 0
            ? record
            : WithContract(record, symbol.BaseType is { IsRecord: true });
    }

    private static bool IsWritten(INamedTypeSymbol record, string name) =>
        record.GetMembers(name).Any(static member => !member.IsImplicitlyDeclared);

    private static bool IsSealedAbove(INamedTypeSymbol record) =>
        record.BaseType is { IsRecord: true } of && (of.GetMembers("ToString").Any(static member => member.IsSealed) || IsSealedAbove(of));

    private static RecordDeclarationSyntax WithText(RecordDeclarationSyntax record)
    {
        var last = record.SemicolonToken.IsKind(SyntaxKind.SemicolonToken) ? record.SemicolonToken : record.CloseBraceToken;
        // The attribute is what the compiler's own has: who shows it can tell it from a person's.
        var method = Unseen.Member(
            "[global::System.Runtime.CompilerServices.CompilerGenerated] public override string ToString() => "
                + $"{Unseen.Flag}.{nameof(StopFlag.Text)}({Unseen.Text(record.Identifier.ValueText)}, PrintMembers);",
            last
        );
        return record
            .WithSemicolonToken(default)
            .WithOpenBraceToken(
                record.OpenBraceToken.IsKind(SyntaxKind.OpenBraceToken) ? record.OpenBraceToken : Unseen.Token(SyntaxKind.OpenBraceToken)
            )
            .WithMembers(record.Members.Add(method))
            .WithCloseBraceToken(Unseen.Token(SyntaxKind.CloseBraceToken));
    }

    private static RecordDeclarationSyntax WithContract(RecordDeclarationSyntax record, bool isDerived)
    {
        var access =
            isDerived ? "protected override"
            : record.Modifiers.Any(SyntaxKind.SealedKeyword) ? "private"
            : "protected virtual";
        var types = record.TypeParameterList is { Parameters: var parameters }
            ? $"<{string.Join(", ", parameters.Select(static one => one.Identifier.Text))}>"
            : "";
        var contract = Unseen.Member(
            $"{access} global::System.Type EqualityContract => "
                + $"{Unseen.Flag}.{nameof(StopFlag.Same)}(typeof({record.Identifier.Text}{types}));",
            record.OpenBraceToken
        );
        return record.WithOpenBraceToken(Unseen.Token(SyntaxKind.OpenBraceToken)).WithMembers(record.Members.Insert(0, contract));
    }

    private static bool IsBeforeTheBody(SyntaxNode creation)
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
