using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.DotNet.Interactive.Formatting;

namespace Lethe.Kernel.Outputs;

/// <summary>
/// A value in one line, without going into what it holds: <c>Node { P1 = 5, Next = … }</c>, <c>[ 1, 2, … ]</c>. The texts that the
/// compiler writes for records, tuples and anonymous types go into everything, and never end in a record that contains itself.
/// </summary>
internal static class ValueSummary
{
    private const int MostLetters = 300;

    /// <summary>True if this line is to stand for the value's own text.</summary>
    public static bool Fits(object value) => IsComposite(value.GetType()) || (value is IEnumerable && !HasScalars(value.GetType()));

    public static string Of(object value)
    {
        try
        {
            var text =
                value is IEnumerable items and not string ? Items(items)
                : IsComposite(value.GetType()) ? Members(value)
                : Text(value);
            var line = text.Trim().Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
            return line.Length <= MostLetters ? line : line[..MostLetters] + "...";
        }
        catch (Exception error) when (!ValueFormatter.IsInterrupt(error))
        {
            return $"{TypeNames.Of(value.GetType())} ({error.GetType().Name}: {error.Message})";
        }
    }

    // Of the items only so many are asked for.
    private static string Items(IEnumerable items)
    {
        List<string> shown = [];
        foreach (var item in items)
        {
            var isLast = shown.Count == Formatter.ListExpansionLimit;
            shown.Add(isLast ? "…" : Part(item));
            if (isLast)
            {
                break;
            }
        }
        return shown.Count == 0 ? "[ ]" : $"[ {string.Join(", ", shown)} ]";
    }

    private static string Members(object value)
    {
        var type = value.GetType();
        var members = type.GetProperties(BindingFlags.Instance | BindingFlags.Public)
            .Where(static property => property.CanRead && property.GetIndexParameters().Length == 0)
            .Select(property => (property.Name, Value: property.GetValue(value)))
            .Concat(
                type.GetFields(BindingFlags.Instance | BindingFlags.Public).Select(field => (field.Name, Value: field.GetValue(value)))
            );
        if (value is ITuple)
        {
            var items = members.Where(static member => member.Name.StartsWith("Item", StringComparison.Ordinal));
            return $"({string.Join(", ", items.Select(static item => Part(item.Value)))})";
        }
        var name = IsAnonymous(type) ? "" : TypeNames.Of(type) + " ";
        return $"{name}{{ {string.Join(", ", members.Select(static member => $"{member.Name} = {Part(member.Value)}"))} }}";
    }

    // What lies inside is named, not entered.
    private static string Part(object? value) =>
        value switch
        {
            null => Formatter.NullString,
            string or char => value.ToString()!,
            _ when ValueFormatter.IsScalar(value.GetType()) => Text(value),
            IEnumerable => "[ … ]",
            _ when IsAnonymous(value.GetType()) => "{ … }",
            _ when IsComposite(value.GetType()) => $"{TypeNames.Of(value.GetType())} {{ … }}",
            _ => Text(value),
        };

    private static string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static bool HasScalars(Type type) =>
        type.GetInterfaces()
            .Append(type)
            .FirstOrDefault(static one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IEnumerable<>))
            ?.GetGenericArguments()
            is [var item]
        && ValueFormatter.IsScalar(Nullable.GetUnderlyingType(item) ?? item);

    // Types whose text the compiler or the framework puts together from their parts' texts.
    private static bool IsComposite(Type type) =>
        typeof(ITuple).IsAssignableFrom(type)
        || IsAnonymous(type)
        || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>))
        || (
            type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic, [typeof(StringBuilder)]) is not null
            && type.GetMethod(nameof(ToString), Type.EmptyTypes)!.IsDefined(typeof(CompilerGeneratedAttribute))
        );

    private static bool IsAnonymous(Type type) =>
        type.Name.Contains("AnonymousType", StringComparison.Ordinal) && type.IsDefined(typeof(CompilerGeneratedAttribute));
}
