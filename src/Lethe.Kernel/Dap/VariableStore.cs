using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using Lethe.Kernel.Outputs;
using Microsoft.CodeAnalysis.CSharp;

namespace Lethe.Kernel.Dap;

/// <summary>Values as the Debug Adapter Protocol shows them: a line each, and a number to ask for what is in them.</summary>
internal sealed class VariableStore
{
    private const int MostItems = 100;

    private readonly List<Func<IEnumerable<(string Name, object? Value)>>> groups = [];

    /// <summary>False for a front end that shows a value's type instead of the value, unless it is one of Python's.</summary>
    public bool HasTypesOfScalars { get; set; } = true;

    /// <summary>The numbers given so far mean nothing any more.</summary>
    public void Clear() => groups.Clear();

    /// <returns>The number of a group of variables.</returns>
    public int Add(Func<IEnumerable<(string Name, object? Value)>> group)
    {
        groups.Add(group);
        return groups.Count;
    }

    /// <exception cref="ArgumentOutOfRangeException">There is no such group, or not any more.</exception>
    public JsonArray Read(int number, int start, int count)
    {
        var found = groups[number - 1]().Skip(start);
        return [.. (count > 0 ? found.Take(count) : found).Select(variable => Show(variable.Name, variable.Value))];
    }

    /// <summary>A variable, or the value of an expression.</summary>
    public JsonObject Show(string name, object? value)
    {
        var isScalar = value is null || ValueFormatter.IsScalar(value.GetType());
        var shown = new JsonObject
        {
            ["name"] = name,
            ["evaluateName"] = name,
            ["value"] = Text(value),
            ["variablesReference"] = isScalar || value is Delegate ? 0 : Add(() => Inside(value!)),
        };
        if (value is not null && (!isScalar || HasTypesOfScalars))
        {
            shown["type"] = TypeNames.Of(value.GetType());
        }
        return shown;
    }

    public static string Text(object? value) =>
        value switch
        {
            null => "null",
            string text => SymbolDisplay.FormatLiteral(text.Length > 1000 ? text[..1000] + "…" : text, true),
            char letter => SymbolDisplay.FormatLiteral(letter, true),
            _ when value is not IEnumerable && !ValueSummary.Fits(value) && HasNoText(value.GetType()) => TypeNames.Of(value.GetType()),
            _ => ValueSummary.Of(value),
        };

    // Of its own: it would say a name that the compiler has made.
    private static bool HasNoText(Type type) =>
        type.GetMethod(nameof(ToString), Type.EmptyTypes)?.DeclaringType is var owner
        && (owner == typeof(object) || owner == typeof(ValueType));

    private static IEnumerable<(string Name, object? Value)> Inside(object value) =>
        value switch
        {
            IDictionary map => Cut(map.Keys.Cast<object>().Select(key => ($"[{Text(key)}]", map[key]))),
            Array { Rank: > 1 } grid => Cut(Cells(grid)),
            IEnumerable items => Cut(items.Cast<object?>().Select(static (item, i) => (FormattableString.Invariant($"[{i}]"), item)))
                .Concat(items is ICollection || IsOfSystem(value) ? [] : Members(value)),
            _ => Members(value),
        };

    private static bool IsOfSystem(object value) => value.GetType().Namespace?.StartsWith("System", StringComparison.Ordinal) == true;

    private static IEnumerable<(string Name, object? Value)> Cells(Array grid)
    {
        var indices = new int[grid.Rank];
        for (var i = 0; i < grid.Length; i++)
        {
            for (var (axis, rest) = (grid.Rank - 1, i); axis >= 0; rest /= grid.GetLength(axis--))
            {
                indices[axis] = rest % grid.GetLength(axis) + grid.GetLowerBound(axis);
            }
            yield return ($"[{string.Join(", ", indices)}]", grid.GetValue(indices));
        }
    }

    private static IEnumerable<(string Name, object? Value)> Cut(IEnumerable<(string Name, object? Value)> items)
    {
        var count = 0;
        foreach (var item in items)
        {
            if (count++ == MostItems)
            {
                yield return ("…", new More());
                yield break;
            }
            yield return item;
        }
    }

    private static IEnumerable<(string Name, object? Value)> Members(object value)
    {
        const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var seen = new HashSet<string>();
        for (var type = value.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (
                var field in type.GetFields(Own)
                    .Where(field => !field.IsDefined(typeof(CompilerGeneratedAttribute)) && seen.Add(field.Name))
            )
            {
                // A parameter of a class or a record that its functions use.
                yield return (field.Name.Split('>')[0].TrimStart('<'), field.GetValue(value));
            }
            foreach (
                var property in type.GetProperties(Own)
                    .Where(property => property is { CanRead: true, GetMethod.IsPublic: true } && property.GetIndexParameters().Length == 0)
                    .Where(property => property.Name != "EqualityContract" && seen.Add(property.Name))
            )
            {
                yield return (property.Name, Get(property, value));
            }
        }
    }

    private static object? Get(PropertyInfo property, object value)
    {
        try
        {
            return property.GetValue(value);
        }
        catch (TargetInvocationException error)
        {
            return new Failed(error.InnerException!);
        }
        catch (NotSupportedException error)
        {
            return new Failed(error); // of a type that is no object, as a span is
        }
    }

    private readonly record struct More
    {
        public override string ToString() => $"the first {MostItems} are shown";
    }

    private readonly record struct Failed(Exception Error)
    {
        public override string ToString() => $"({Error.GetType().Name}: {Error.Message})";
    }
}
