using System.Globalization;
using System.Numerics;
using Microsoft.AspNetCore.Html;
using Microsoft.DotNet.Interactive.Formatting;

namespace Lethe.Kernel.Outputs;

/// <summary>Turns a value into a mime bundle with the formatters that cells and libraries have registered.</summary>
internal static class ValueFormatter
{
    private static readonly Type[] Scalars =
    [
        typeof(string),
        typeof(char),
        typeof(bool),
        typeof(decimal),
        typeof(DateTime),
        typeof(DateTimeOffset),
        typeof(DateOnly),
        typeof(TimeOnly),
        typeof(TimeSpan),
        typeof(Guid),
        typeof(sbyte),
        typeof(byte),
        typeof(short),
        typeof(ushort),
        typeof(int),
        typeof(uint),
        typeof(long),
        typeof(ulong),
        typeof(Int128),
        typeof(UInt128),
        typeof(Half),
        typeof(float),
        typeof(double),
        typeof(BigInteger),
        typeof(Complex),
        typeof(Enum),
        typeof(Uri),
        typeof(Version),
    ];

    /// <summary>A form that only a running cell can give a value: a widget's view. Set when the library that has them is there.</summary>
    public static Func<object?, (string MimeType, string Text)?>? Live { get; set; }

    /// <summary>Registers what libraries show; again when a cell has reset all formatters. Set when these libraries are there.</summary>
    public static Action? Libraries { get; set; }

    /// <summary>In the forms wanted, or, if none are, those that the value's type prefers; plain text is always added.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled meanwhile.</exception>
    public static MimeBundle Format(object? value, CancellationToken cancellation, params IReadOnlyCollection<string> mimeTypes)
    {
        if (value is MimeBundle bundle)
        {
            return bundle;
        }
        Install();
        if (Stream(value, cancellation) is var (items, note))
        {
            var shown = Format(items, cancellation, mimeTypes);
            return note is null ? shown : new(shown.Data.ToDictionary(static form => form.Key, form => form.Value + Note(form.Key, note)));
        }
        var data = new Dictionary<string, string>();
        if (mimeTypes.Count == 0)
        {
            if (Live?.Invoke(value) is var (kind, view))
            {
                data[kind] = view;
            }
            mimeTypes = value is null ? [MimeBundle.Plain] : Formatter.GetPreferredMimeTypesFor(value.GetType());
        }
        foreach (var type in mimeTypes)
        {
            var form = Form(value, type);
            if (form.Length > 0 || !type.StartsWith("image/", StringComparison.Ordinal)) // an image that could not be drawn
            {
                data[type] = form;
            }
            cancellation.ThrowIfCancellationRequested(); // formatters may swallow an interrupt
        }
        return Complete(value, data);
    }

    /// <summary>The forms of a value, with plain text among them.</summary>
    public static MimeBundle Complete(object? value, Dictionary<string, string> data)
    {
        if (!data.ContainsKey(MimeBundle.Plain))
        {
            data[MimeBundle.Plain] = Fallback(value, data);
        }
        return new(data);
    }

    /// <summary>Makes the formatters those of this kernel, before a cell uses them by itself.</summary>
    public static void Install()
    {
        if (LimitedFormatter.Install(Scalars))
        {
            Libraries?.Invoke();
        }
    }

    /// <summary>True for numbers, texts, dates and the like: what is shown as it is.</summary>
    public static bool IsScalar(Type type) =>
        Scalars.Contains(type) || type.IsPrimitive || type.IsEnum || typeof(Type).IsAssignableFrom(type);

    /// <summary>An interrupt is not the formatter's fault; what was called by reflection has wrapped it.</summary>
    public static bool IsInterrupt(Exception error) =>
        error is CellInterruptedException or ThreadInterruptedException || (error.InnerException is { } inner && IsInterrupt(inner));

    private static string Form(object? value, string type)
    {
        try
        {
            return value is IFormattable number && type == MimeBundle.Plain && Scalars.Contains(value.GetType())
                ? number.ToString(null, CultureInfo.InvariantCulture)
                : DisplayWalk.Over(() => value.ToDisplayString(type), note => Note(type, note));
        }
        catch (Exception error) when (!IsInterrupt(error))
        {
            return $"[{value?.GetType().Name} cannot be shown as {type}: {error.GetType().Name}: {error.Message}]";
        }
    }

    private static (object Items, string? Note)? Stream(object? value, CancellationToken cancellation)
    {
        try
        {
            return AsyncStream.Read(value, cancellation);
        }
        catch (Exception error) when (error is not OperationCanceledException && !IsInterrupt(error))
        {
            return (MimeBundle.OfText($"[the stream cannot be shown: {error.GetType().Name}: {error.Message}]"), null);
        }
    }

    // What an output says of itself at its end.
    private static string Note(string type, string note) =>
        type switch
        {
            MimeBundle.Html => $"<p><small>… {note}</small></p>",
            MimeBundle.Plain => $"\n… ({note})",
            _ => "",
        };

    // Of a picture or a page, plain text says only what it is; markup read as text helps nobody.
    private static string Fallback(object? value, Dictionary<string, string> data) =>
        value is string text ? text
        : value is IHtmlContent
        || data.Keys.Any(static type =>
            type.StartsWith("image/", StringComparison.Ordinal) || type.EndsWith("+json", StringComparison.Ordinal)
        )
            ? $"[{string.Join(", ", data.Keys)}]"
        : Form(value, MimeBundle.Plain);
}
