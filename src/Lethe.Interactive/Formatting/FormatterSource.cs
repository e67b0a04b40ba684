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
