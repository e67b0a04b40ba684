using System.Text.RegularExpressions;
using Lethe.Tests.Experiments;

namespace Lethe.Tests.Structure;

/// <summary>A C# file of the repository.</summary>
/// <param name="Path">From the repository's root, with slashes.</param>
internal sealed partial record SourceFile(string Path, string Text)
{
    /// <summary>Columns that a line may have.</summary>
    public const int Width = 140;

    public int Lines => Text.AsSpan().Count('\n');

    /// <summary>Lines over <see cref="Width"/>. What stands within raw texts is data, and does not count.</summary>
    public int Wide
    {
        get
        {
            var (count, isRaw) = (0, false);
            foreach (var line in Text.Split('\n'))
            {
                var marks = Regex.Count(line, "\"\"\"");
                count += !isRaw && marks == 0 && line.Length > Width ? 1 : 0;
                isRaw ^= marks % 2 == 1;
            }
            return count;
        }
    }

    /// <summary>Null in a file of statements.</summary>
    public string? Namespace => Declaration().Match(Text) is { Success: true } found ? found.Groups[1].Value : null;

    /// <summary>The namespace that its folder stands for: <c>src/Lethe/Faces/Films/Film.cs</c> is in <c>Lethe.Faces.Films</c>.</summary>
    public string Folder => string.Join('.', Path.Split('/')[1..^1]);

    /// <summary>The kit's namespaces that the file names in usings.</summary>
    public IEnumerable<string> Imports =>
        Using()
            .Matches(Text)
            .Select(static found =>
                found.Groups["kind"].Length > 0
                    ? found.Groups["name"].Value[..found.Groups["name"].Value.LastIndexOf('.')]
                    : found.Groups["name"].Value
            );

    /// <param name="under"><c>src</c> or <c>tests</c>.</param>
    public static IReadOnlyList<SourceFile> All(string under) =>
        [
            .. Directory
                .EnumerateFiles(System.IO.Path.Combine(Snapshot.Repository, under), "*.cs", SearchOption.AllDirectories)
                .Select(static path => System.IO.Path.GetRelativePath(Snapshot.Repository, path).Replace('\\', '/'))
                .Where(static path => !path.Split('/').Any(static part => part is "bin" or "obj"))
                .Order(StringComparer.Ordinal)
                .Select(static path => new SourceFile(path, File.ReadAllText(System.IO.Path.Combine(Snapshot.Repository, path)))),
        ];

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    // A static using and an alias name a type.
    [GeneratedRegex(@"^using (?<kind>static |\w+ = )?(?<name>Lethe\.[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Using();
}
