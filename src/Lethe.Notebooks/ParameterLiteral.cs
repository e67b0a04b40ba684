using System.Numerics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Lethe.Notebooks;

/// <summary>What is typed behind <c>--param name=</c>, as C# of the type that the notebook declares: 0.5 for a float is 0.5f, True is
/// true.</summary>
internal static class ParameterLiteral
{
    private const string Invariant = "global::System.Globalization.CultureInfo.InvariantCulture";

    /// <returns>Null if it is no plain value of that type: it may still be an expression.</returns>
    public static string? Of(string value, ITypeSymbol type)
    {
        if (
            value is "null"
            && (
                type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T
                || type is { IsReferenceType: true, NullableAnnotation: NullableAnnotation.Annotated }
            )
        )
        {
            return "null";
        }
        type = type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var inner] }
            ? inner
            : type;
        return type.SpecialType switch
        {
            SpecialType.System_String => SymbolDisplay.FormatLiteral(value, quote: true),
            SpecialType.System_Char when value.Length == 1 => SymbolDisplay.FormatLiteral(value[0], quote: true),
            SpecialType.System_Boolean => bool.TryParse(value, out var flag)
                ? flag
                    ? "true"
                    : "false"
                : null,
            SpecialType.System_Single => Real(value) is { } number && float.IsFinite((float)number)
                ? float.Parse(value, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture) + "f"
                : Special(value, "float"),
            SpecialType.System_Double => Real(value) is { } number && double.IsFinite(number)
                ? Point(number.ToString("R", CultureInfo.InvariantCulture))
                : Special(value, "double"),
            SpecialType.System_Decimal => decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var money)
                ? money.ToString(CultureInfo.InvariantCulture) + "m"
                : null,
            SpecialType.System_DateTime => Parsed<DateTime>(value, "DateTime"),
            >= SpecialType.System_SByte and <= SpecialType.System_UInt64 => BigInteger.TryParse(
                value,
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var whole
            )
                ? whole.ToString(CultureInfo.InvariantCulture)
                : null,
            _ when type.TypeKind == TypeKind.Enum => Member(value, type),
            _ => OfFramework(value, type.ToDisplayString()),
        };
    }

    /// <summary>What may be typed instead, behind "which is of type T"; empty if there is no list.</summary>
    public static string Choices(ITypeSymbol type) =>
        type.TypeKind == TypeKind.Enum ? $": {string.Join(", ", Members(type))}"
        : type.SpecialType == SpecialType.System_Boolean ? ": true or false"
        : "";

    private static string? OfFramework(string value, string type) =>
        type switch
        {
            "System.DateTimeOffset" => Parsed<DateTimeOffset>(value, "DateTimeOffset"),
            "System.DateOnly" => Parsed<DateOnly>(value, "DateOnly"),
            "System.TimeOnly" => Parsed<TimeOnly>(value, "TimeOnly"),
            "System.TimeSpan" => Parsed<TimeSpan>(value, "TimeSpan"),
            "System.Guid" => Parsed<Guid>(value, "Guid"),
            "System.Numerics.BigInteger" => Parsed<BigInteger>(value, "Numerics.BigInteger"),
            "System.Uri" => Uri.TryCreate(value, UriKind.Absolute, out _)
                ? $"new global::System.Uri({SymbolDisplay.FormatLiteral(value, quote: true)})"
                : null,
            _ => null,
        };

    private static string? Parsed<T>(string value, string type)
        where T : IParsable<T> =>
        T.TryParse(value, CultureInfo.InvariantCulture, out _)
            ? $"global::System.{type}.Parse({SymbolDisplay.FormatLiteral(value, quote: true)}, {Invariant})"
            : null;

    private static double? Real(string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    // With a point a whole number is no int, whatever it is assigned to.
    private static string Point(string number) => number.AsSpan().ContainsAny('.', 'E') ? number : number + ".0";

    private static string? Special(string value, string type) =>
        value.ToLowerInvariant() switch
        {
            "nan" => $"{type}.NaN",
            "inf" or "infinity" => $"{type}.PositiveInfinity",
            "-inf" or "-infinity" => $"{type}.NegativeInfinity",
            _ => null,
        };

    private static string? Member(string value, ITypeSymbol type) =>
        (
            Members(type).FirstOrDefault(name => name == value)
            ?? Members(type).FirstOrDefault(name => name.Equals(value, StringComparison.OrdinalIgnoreCase))
        )
            is { } member
            ? $"{type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)}.{member}"
            : null;

    private static IEnumerable<string> Members(ITypeSymbol type) =>
        type.GetMembers().OfType<IFieldSymbol>().Where(static field => field.HasConstantValue).Select(static field => field.Name);
}
