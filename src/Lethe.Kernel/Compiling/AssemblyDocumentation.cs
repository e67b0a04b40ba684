using Microsoft.CodeAnalysis;

namespace Lethe.Kernel.Compiling;

/// <summary>The XML documentation of an assembly, looked for when somebody asks: beside it, in its NuGet package, or, for .NET itself, in
/// the SDK's reference pack.</summary>
internal sealed class AssemblyDocumentation(string assembly) : XmlDocumentationProvider
{
    // .NET's core library implements what the pack documents under these names.
    private static readonly string[] CoreNames =
    [
        "System.Runtime",
        "System.Collections",
        "System.Threading",
        "System.Memory",
        "System.Runtime.InteropServices",
        "System.Diagnostics.StackTrace",
        "System.Diagnostics.Contracts",
        "System.Text.Encoding.Extensions",
        "System.Threading.Overlapped",
        "System.Diagnostics.Tracing",
        "System.Runtime.Loader",
        "System.Runtime.Intrinsics",
        "System.Numerics.Vectors",
    ];

    private string Assembly { get; } = assembly;

    protected override Stream GetSourceStream(CancellationToken cancellationToken)
    {
        var beside = Path.ChangeExtension(Assembly, ".xml");
        if (File.Exists(beside))
        {
            return File.OpenRead(beside);
        }
        var name = Path.GetFileNameWithoutExtension(Assembly);
        var names = name == "System.Private.CoreLib" ? CoreNames : [name.Replace("System.Private.", "System.", StringComparison.Ordinal)];
        return Merge(
            ReferencePack(new(Path.GetDirectoryName(Assembly)!)) is { } pack
                ? names.Select(part => Path.Combine(pack, part + ".xml")).Where(File.Exists)
                : []
        );
    }

    public override bool Equals(object? obj) => obj is AssemblyDocumentation other && other.Assembly == Assembly;

    public override int GetHashCode() => Assembly.GetHashCode(StringComparison.Ordinal);

    // …/dotnet/shared/Microsoft.NETCore.App/10.0.1 -> …/dotnet/packs/Microsoft.NETCore.App.Ref/10.0.*/ref/net10.0
    private static string? ReferencePack(DirectoryInfo framework)
    {
        var packs = new DirectoryInfo(Path.Combine(framework.FullName, "../../../packs", framework.Parent?.Name + ".Ref"));
        return packs.Exists
            ? packs
                .EnumerateDirectories($"{Environment.Version.Major}.*")
                .Select(static version => Path.Combine(version.FullName, "ref", $"net{Environment.Version.Major}.0"))
                .LastOrDefault(Directory.Exists)
            : null;
    }

    private static MemoryStream Merge(IEnumerable<string> files)
    {
        const string Start = "<members>",
            End = "</members>";
        var merged = new StringBuilder("<doc>").Append(Start);
        foreach (var text in files.Select(File.ReadAllText))
        {
            var (start, end) = (text.IndexOf(Start, StringComparison.Ordinal), text.LastIndexOf(End, StringComparison.Ordinal));
            if (start >= 0 && end > start)
            {
                merged.Append(text, start + Start.Length, end - start - Start.Length);
            }
        }
        return new(Encoding.UTF8.GetBytes(merged.Append(End).Append("</doc>").ToString()));
    }
}
