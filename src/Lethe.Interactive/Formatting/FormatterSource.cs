namespace Lethe.Interactive.Formatting;

/// <summary>
/// What a <c>TypeFormatterSourceAttribute</c> points to: any kernel that formats with Microsoft.DotNet.Interactive.Formatting finds these
/// formatters when it first meets the type, without anything being registered. HTML rather than JSON types, which Microsoft's kernel sends
/// as text.
/// </summary>
internal abstract class FormatterSource<T>(Func<T, object> html, Func<T, object> text)
{
    public IEnumerable<object> CreateTypeFormatters() =>
        [new TypeFormatter<T>("text/html", html), new TypeFormatter<T>("text/plain", text)];
}

/// <summary>One form of one type, in the shape that Microsoft.DotNet.Interactive.Formatting recognises by its members' names.</summary>
internal sealed class TypeFormatter<T>(string mimeType, Func<T, object> text)
{
    public Type Type => typeof(T);

    public string MimeType => mimeType;

    /// <returns>False if the value is not one of these.</returns>
    public bool Format(object instance, TextWriter writer)
    {
        if (instance is not T value)
        {
            return false;
        }
        writer.Write(text(value));
        return true;
    }
}
