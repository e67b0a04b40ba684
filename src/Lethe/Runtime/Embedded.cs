namespace Lethe.Runtime;

/// <summary>Files that an assembly carries within itself.</summary>
internal static class Embedded
{
    /// <param name="owner">Any type of the assembly.</param>
    /// <param name="name">The resource's logical name.</param>
    public static string Text(Type owner, string name)
    {
        using var reader = new StreamReader(Open(owner, name));
        return reader.ReadToEnd();
    }

    /// <inheritdoc cref="Text"/>
    public static byte[] Bytes(Type owner, string name)
    {
        using var stream = Open(owner, name);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static Stream Open(Type owner, string name) =>
        owner.Assembly.GetManifestResourceStream(name)
        ?? throw new InvalidOperationException($"The resource {name} is missing from {owner.Assembly.GetName().Name}.");
}
