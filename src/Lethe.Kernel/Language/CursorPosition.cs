namespace Lethe.Kernel.Language;

/// <summary>Jupyter counts code points, .NET counts UTF-16 units; they differ after an emoji.</summary>
internal static class CursorPosition
{
    /// <summary>The index into <paramref name="text"/>; clamped to its ends.</summary>
    public static int ToIndex(string text, int codePoints)
    {
        var index = 0;
        for (var i = 0; i < codePoints && index < text.Length; i++)
        {
            index += index + 1 < text.Length && char.IsSurrogatePair(text[index], text[index + 1]) ? 2 : 1;
        }
        return index;
    }

    public static int ToCodePoints(string text, int index)
    {
        var count = 0;
        for (var i = 0; i < index && i < text.Length; count++)
        {
            i += i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]) ? 2 : 1;
        }
        return count;
    }
}
