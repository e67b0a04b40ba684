namespace Lethe.Interactive.Formatting;

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
