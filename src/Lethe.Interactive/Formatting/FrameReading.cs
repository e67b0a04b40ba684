using System.Collections;
using Deedle;

namespace Lethe.Interactive.Formatting;

/// <summary>Reads the first rows of a frame as text; the types of its keys are known only to itself.</summary>
/// <param name="exact">Every digit, for a file; else as many as can be read.</param>
internal sealed class FrameReading(int rows, int columns = int.MaxValue, bool exact = false) : IFrameOperation<FrameCells>
{
    private const int MostLetters = 300; // of a value in a table that is shown

    public FrameCells Invoke<TRow, TColumn>(Frame<TRow, TColumn> frame)
    {
        var shown = Math.Min(rows, frame.RowCount);
        return new(
            [.. frame.RowKeys.Take(shown).Select(Key)],
            [.. frame.ColumnKeys.Take(columns).Select(key => Column(Key(key), frame.GetColumn<object>(key), shown))],
            frame.RowCount,
            frame.ColumnCount
        );
    }

    private FrameColumn Column<TRow>(string name, Series<TRow, object> series, int shown)
    {
        List<object?> values =
        [
            .. Enumerable.Range(0, shown).Select(i => series.TryGetAt(i) is { HasValue: true } found ? found.Value : null),
        ];
        return new(name, [.. values.Select(Text)], values.Any(IsNumber) && values.All(static value => value is null || IsNumber(value)));
    }

    private string Key<T>(T key) => Text(key);

    private string Text(object? value) =>
        value switch
        {
            null => "",
            double number => Number(number),
            float number => exact ? number.ToString("R", CultureInfo.InvariantCulture) : Number(number),
            DateTime { TimeOfDay.Ticks: 0 } day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
            string text => Short(text),
            IFrame or IEnumerable => Short(value.GetType().Name.Split('`')[0]), // named, not entered: it may hold this frame
            _ => Short(Safe(value)),
        };

    private string Short(string text) => exact || text.Length <= MostLetters ? text : text[..MostLetters] + "…";

    // The text of a record that contains itself has no end; .NET gives up.
    private static string Safe(object value)
    {
        try
        {
            return value.ToString() ?? "";
        }
        catch (InsufficientExecutionStackException)
        {
            return value.GetType().Name;
        }
    }

    // 0.000000012 must not be shown as 0.
    private string Number(double number) =>
        number.ToString(
            exact ? "R"
                : number == 0 || (Math.Abs(number) is >= 1e-4 and < 1e12) ? "0.######"
                : "0.#####e0",
            CultureInfo.InvariantCulture
        );

    private static bool IsNumber(object? value) =>
        value is double or float or decimal or int or long or short or sbyte or byte or uint or ulong or ushort or Half;
}

/// <summary>What is shown of a frame.</summary>
/// <param name="Count">Rows that the frame has.</param>
/// <param name="ColumnCount">Columns that the frame has.</param>
internal sealed record FrameCells(IReadOnlyList<string> Keys, IReadOnlyList<FrameColumn> Columns, int Count, int ColumnCount);

/// <summary>A column of a frame as text.</summary>
/// <param name="IsNumeric">True if it holds numbers, and besides them only gaps.</param>
internal sealed record FrameColumn(string Name, IReadOnlyList<string> Texts, bool IsNumeric);
