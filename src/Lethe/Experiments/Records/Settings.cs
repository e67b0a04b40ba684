using System.Collections;
using System.Collections.Concurrent;
using System.ComponentModel;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Lethe.Experiments.Records;

/// <summary>
/// Everything that a record says, as text by the path of its properties: the recipe's <c>Augmentation.Flip</c> becomes
/// <c>recipe.augmentation.flip</c>, <c>true</c>. The identity of cells and of trained networks is taken from this, so that no property can
/// be forgotten.
/// </summary>
/// <remarks>
/// A property counts if it holds something; what is computed from others does not, nor does null. A property that is younger than the
/// records names, as its <see cref="DefaultValueAttribute"/>, the value that they were made with; at that value it is left out, so that
/// they go on answering for the same runs.
/// </remarks>
public static class Settings
{
    // Asked for very many cells.
    private static readonly ConcurrentDictionary<Type, (PropertyInfo Property, string Name, DefaultValueAttribute? Before)[]> States =
        new();

    /// <param name="value">A record.</param>
    /// <exception cref="ArgumentException">Something in it is neither number, text nor a record, nor a list of such: what it consists of
    /// cannot be told.</exception>
    public static SortedDictionary<string, string> Of(object value)
    {
        var settings = new SortedDictionary<string, string>(StringComparer.Ordinal);
        Add(settings, "", value);
        return settings;
    }

    /// <summary>Adds a value, or all that a record says, under <paramref name="path"/>.</summary>
    internal static void Add(SortedDictionary<string, string> settings, string path, object? value)
    {
        switch (value)
        {
            case null:
                break;
            case string text:
                settings[path] = text;
                break;
            case bool truth:
                settings[path] = truth ? "true" : "false";
                break;
            case IFormattable number:
                settings[path] = number.ToString(null, CultureInfo.InvariantCulture);
                break;
            case IEnumerable<KeyValuePair<string, string>> pairs:
                foreach (var (key, text) in pairs)
                {
                    settings[$"{path}.{key}"] = text;
                }
                break;
            case IEnumerable list:
                foreach (var (i, one) in list.Cast<object>().Index())
                {
                    Add(settings, string.Create(CultureInfo.InvariantCulture, $"{path}.{i}"), one);
                }
                break;
            default:
                AddRecord(settings, path, value);
                break;
        }
    }

    private static void AddRecord(SortedDictionary<string, string> settings, string path, object record)
    {
        foreach (var (property, name, before) in States.GetOrAdd(record.GetType(), static type => [.. StateOf(type)]))
        {
            var held = property.GetValue(record);
            if (before is null || !Equals(before.Value, held))
            {
                Add(settings, path.Length == 0 ? name : $"{path}.{name}", held);
            }
        }
    }

    private static IEnumerable<(PropertyInfo Property, string Name, DefaultValueAttribute? Before)> StateOf(Type type) =>
        typeof(IEquatable<>).MakeGenericType(type).IsAssignableFrom(type) && !typeof(ITuple).IsAssignableFrom(type)
            ? type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(static property => property.SetMethod is not null || IsHeld(property))
                .Select(static property =>
                    (property, JsonNamingPolicy.CamelCase.ConvertName(property.Name), property.GetCustomAttribute<DefaultValueAttribute>())
                )
            : throw new ArgumentException($"{type} is no record: which of its properties decide a result cannot be told.");

    private static bool IsHeld(PropertyInfo property) =>
        property.DeclaringType!.GetField($"<{property.Name}>k__BackingField", BindingFlags.NonPublic | BindingFlags.Instance) is not null;
}
