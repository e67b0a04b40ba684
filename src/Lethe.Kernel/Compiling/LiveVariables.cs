using Lethe.Kernel.Debugging;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Lethe.Kernel.Compiling;

/// <summary>The local variables that have a value at a place, and how they are read there.</summary>
internal sealed class LiveVariables(SemanticModel meaning)
{
    /// <param name="Code">Its name as it is written.</param>
    /// <param name="Value">C# for its value as an <c>object</c>.</param>
    /// <param name="Reading">C# for the value of its own type, from an <c>object</c> that stands in it as <c>$</c>.</param>
    public sealed record Variable(string Name, string Code, string Value, string Reading, bool IsWritable);

    /// <summary>What a function uses of those around it. The rest of them it must not touch: they would live as long as it.</summary>
    public IReadOnlySet<ISymbol> Captured(SyntaxNode body) =>
        Flow(body) is { Succeeded: true } flow
            ? flow.DataFlowsIn.ToHashSet(SymbolEqualityComparer.Default)
            : new HashSet<ISymbol>(SymbolEqualityComparer.Default);

    public IReadOnlyList<Variable> At(
        SyntaxNode region,
        int position,
        IMethodSymbol? function,
        IReadOnlySet<ISymbol>? captured,
        ITypeSymbol? self
    )
    {
        List<Variable> seen = self is null ? [] : [new(DebugVariable.This, "this", "this", Reading(self), false)];
        if (Flow(region) is { Succeeded: true } flow)
        {
            seen.AddRange(
                flow.DefinitelyAssignedOnEntry.Where(symbol =>
                        symbol is ILocalSymbol or IParameterSymbol { IsThis: false }
                        && symbol.CanBeReferencedByName
                        && (
                            function is null
                            || SymbolEqualityComparer.Default.Equals(symbol.ContainingSymbol, function)
                            || captured!.Contains(symbol)
                        )
                        && meaning.LookupSymbols(position, name: symbol.Name).Contains(symbol, SymbolEqualityComparer.Default)
                    )
                    .OrderBy(static symbol => symbol.Locations.FirstOrDefault()?.SourceSpan.Start)
                    .Select(Read)
            );
        }
        return seen;
    }

    private DataFlowAnalysis? Flow(SyntaxNode region) =>
        region switch
        {
            StatementSyntax statement => meaning.AnalyzeDataFlow(statement),
            RefExpressionSyntax reference => meaning.AnalyzeDataFlow(reference.Expression),
            ThrowExpressionSyntax thrown => meaning.AnalyzeDataFlow(thrown.Expression),
            ExpressionSyntax expression => meaning.AnalyzeDataFlow(expression),
            _ => null, // of a variable of the cell itself: there are no local ones
        };

    private static Variable Read(ISymbol symbol)
    {
        var code = SyntaxFacts.GetKeywordKind(symbol.Name) == SyntaxKind.None ? symbol.Name : "@" + symbol.Name;
        var type = symbol is ILocalSymbol { Type: var local } ? local : ((IParameterSymbol)symbol).Type;
        var isFixed =
            symbol
            is ILocalSymbol { IsConst: true }
                or ILocalSymbol { IsUsing: true }
                or ILocalSymbol { IsForEach: true }
                or ILocalSymbol { IsFixed: true }
                or ILocalSymbol { RefKind: not RefKind.None }
                or IParameterSymbol { RefKind: not RefKind.None };
        return type switch
        {
            IPointerTypeSymbol or IFunctionPointerTypeSymbol => new(symbol.Name, code, $"(nint){code}", "(nint)$", false),
            { IsRefLikeType: true } => new(symbol.Name, code, IsSpan(type) ? $"{code}.ToString()" : $"\"{type.Name}\"", "(string)$", false),
            _ => new(symbol.Name, code, code, Reading(type), !isFixed),
        };
    }

    private static bool IsSpan(ITypeSymbol type) => type.Name is "Span" or "ReadOnlySpan";

    private static string Reading(ITypeSymbol type) => Written(type) is { } name ? $"({name})$" : "$";

    // As a cell would write it; null if it cannot.
    private static string? Written(ITypeSymbol type)
    {
        switch (type)
        {
            case IArrayTypeSymbol array:
                return Written(array.ElementType) is { } item ? $"{item}[{new string(',', array.Rank - 1)}]" : null;
            case INamedTypeSymbol { IsAnonymousType: false, TypeKind: not TypeKind.Error } named:
                if (named.SpecialType is > SpecialType.None and not SpecialType.System_Enum && named.TypeArguments.IsEmpty)
                {
                    return named.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
                }
                var arguments = named.TypeArguments.Select(Written).ToList();
                var outer = named.ContainingType switch
                {
                    null => named.ContainingNamespace.IsGlobalNamespace
                        ? "global::"
                        : $"global::{named.ContainingNamespace.ToDisplayString()}.",
                    { IsScriptClass: true } => "",
                    var around => Written(around) is { } name ? $"{name}." : null,
                };
                return outer is null || arguments.Contains(null) ? null
                    : arguments.Count == 0 ? outer + named.Name
                    : $"{outer}{named.Name}<{string.Join(", ", arguments)}>";
            case IDynamicTypeSymbol:
                return "dynamic";
            default:
                return null;
        }
    }
}
