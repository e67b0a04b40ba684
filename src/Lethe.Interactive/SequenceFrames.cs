using Deedle;
using Lethe.Interactive.Formatting;

namespace Lethe.Interactive;

/// <summary>Sequences as Deedle frames, which a notebook shows as tables that can be sorted, searched and paged.</summary>
public static class SequenceFrames
{
    /// <summary>One row an item, one column a public property; of numbers and texts, one column of themselves. The sequence is read to its
    /// end.</summary>
    public static Frame<int, string> ToFrame<T>(this IEnumerable<T> items)
    {
        Formatters.RegisterTables();
        var list = items.ToList();
        var rows = Enumerable.Range(0, list.Count).ToList();
        var properties =
            Type.GetTypeCode(typeof(T)) is not TypeCode.Object || !typeof(T).GetProperties().Any(static one => IsRead(one))
                ? []
                : typeof(T).GetProperties().Where(static one => IsRead(one)).ToList();
        var frame = new FrameBuilder.Columns<int, string>();
        foreach (var property in properties)
        {
            frame.Add(property.Name, new Series<int, object?>(rows, list.Select(item => item is null ? null : property.GetValue(item))));
        }
        if (properties.Count == 0)
        {
            frame.Add("value", new Series<int, object?>(rows, list.Select(static item => (object?)item)));
        }
        return frame.Frame;
    }

    private static bool IsRead(System.Reflection.PropertyInfo property) =>
        property.GetMethod is { IsPublic: true, IsStatic: false } && property.GetIndexParameters().Length == 0;
}
