namespace Lethe.Experiments;

/// <summary>
/// Says which class knows how a notebook shows a type. Microsoft.DotNet.Interactive.Formatting, in the kit's kernel and in Microsoft's,
/// looks for an attribute of this very name and for these two properties; so the library can point to Lethe.Interactive without knowing it.
/// </summary>
/// <param name="source">Full name of the class and its assembly.</param>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TypeFormatterSourceAttribute(string source) : Attribute
{
    public string Source { get; } = source;

    /// <summary>Null where Lethe.Interactive is not there: the value is then shown like any other.</summary>
    /// <remarks>First among what is loaded: a notebook host may have loaded Lethe.Interactive from a place where a name alone does not find
    /// it.</remarks>
    public Type? FormatterSourceType
    {
        get
        {
            var (name, assembly) = (Source[..Source.IndexOf(',')], $"{Source[(Source.IndexOf(',') + 1)..].Trim()},");
            return AppDomain
                    .CurrentDomain.GetAssemblies()
                    .Where(one => one.FullName?.StartsWith(assembly, StringComparison.Ordinal) == true)
                    .Select(one => one.GetType(name))
                    .FirstOrDefault(static type => type is not null)
                ?? Type.GetType(Source);
        }
    }

    public string[]? PreferredMimeTypes => FormatterSourceType is null ? null : ["text/html", "text/plain"];
}
