using System.Text.Json;
using System.Text.RegularExpressions;

namespace Lethe.Detection.Verdicts;

/// <summary>A page a file, the pictures of each face beside it, and an index. A list of what was written lies there; only what is on that
/// list is ever replaced.</summary>
internal sealed partial class ExplainFolder
{
    private const string Index = "index.html",
        List = "lethe-detect.json",
        Mark = "lethe detect --explain";

    private static readonly JsonSerializerOptions Snake = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly string folder;
    private readonly List<string> written = [];
    private readonly List<(FileVerdict File, string? Page)> entries = [];

    private ExplainFolder(string folder) => this.folder = folder;

    public string IndexPath => Path.Combine(folder, Index);

    /// <summary>What an earlier call wrote goes, anything else is a reason to refuse.</summary>
    /// <exception cref="LetheException">It cannot be written, or holds files of others.</exception>
    public static ExplainFolder Open(string folder)
    {
        var own = new ExplainFolder(Path.GetFullPath(folder));
        LetheHome.Ensure(own.folder);
        Guard(() =>
        {
            TemporaryFile.In(own.folder).Dispose(); // removes those of dead processes, which are nobody's files
            foreach (var name in own.Earlier())
            {
                File.Delete(Path.Combine(own.folder, name));
            }
            var others = Directory.EnumerateFileSystemEntries(own.folder).Where(static entry => Path.GetFileName(entry) != List);
            if (others.FirstOrDefault() is { } foreign)
            {
                throw LetheException.Unwritable(
                    $"{foreign} is there already, and is not of an earlier 'lethe detect --explain'. Choose a new or empty folder."
                );
            }
            own.WriteList();
        });
        return own;
    }

    /// <summary>Of a video, the faces of its most and of its least suspicious frame.</summary>
    public void Add(FileVerdict file, DetectorPackage package, ExamineResult about)
    {
        if (file.Refusal is not null)
        {
            entries.Add((file, null));
            return;
        }
        var stem = FormattableString.Invariant($"{entries.Count + 1:000}-{Plain(Path.GetFileNameWithoutExtension(file.Path))}");
        var seen = file.Frames.Where(static frame => frame.Faces.Count > 0).OrderByDescending(static frame => frame.Probability).ToList();
        var faces = (seen.Count > 1 ? [seen[0], seen[^1]] : seen)
            .SelectMany(frame => frame.Faces.Select((face, i) => ExplainedFace.Of(frame, i, face, package, file.IsVideo)))
            .ToList();
        foreach (var (i, face) in faces.Index())
        {
            foreach (var (what, png) in face.Pictures)
            {
                Write($"{stem}-face{i + 1}-{what}.png", png);
            }
        }
        Write($"{stem}.html", Encoding.UTF8.GetBytes(ExplainPage.Render(file, faces, about)));
        entries.Add((file with { Frames = [] }, $"{stem}.html")); // without pixels
    }

    public void Finish(ExamineResult result) => Write(Index, Encoding.UTF8.GetBytes(ExplainPage.RenderIndex(result, entries)));

    // Only names that this class gives; a list that was tampered with deletes nothing else, and nothing outside.
    private IEnumerable<string> Earlier()
    {
        var list = Path.Combine(folder, List);
        if (!File.Exists(list))
        {
            return [];
        }
        try
        {
            return JsonSerializer.Deserialize<Written>(File.ReadAllText(list), Snake) is { WrittenBy: Mark, Files: { } files }
                ? files.OfType<string>().Where(static name => OwnName().IsMatch(name))
                : throw new JsonException();
        }
        catch (JsonException error)
        {
            throw LetheException.Unwritable($"{list} is not a list of 'lethe detect --explain'. Choose a new or empty folder.", error);
        }
    }

    // On the list before it is on the disk: a run that is killed leaves nothing that the next one takes for somebody else's.
    private void Write(string name, byte[] content) =>
        Guard(() =>
        {
            written.Add(name);
            WriteList();
            // CreateNew does not follow a link that somebody laid there.
            using var file = new FileStream(Path.Combine(folder, name), FileMode.CreateNew, FileAccess.Write);
            file.Write(content);
        });

    private void WriteList() =>
        WholeFile.Write(
            Path.Combine(folder, List),
            "Choose another folder with --explain.",
            JsonSerializer.SerializeToUtf8Bytes(new Written(Mark, [.. written]), Snake)
        );

    private static void Guard(Action write)
    {
        try
        {
            write();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw LetheException.Unwritable($"Cannot write the pages: {error.Message} Choose another folder with --explain.", error);
        }
    }

    private static string Plain(string name) =>
        Rest().Replace(name, "-") is var plain && plain.Trim('-').Length > 0 ? plain[..Math.Min(plain.Length, 40)] : "file";

    [GeneratedRegex("[^A-Za-z0-9_-]+")]
    private static partial Regex Rest();

    [GeneratedRegex(@"\A(?:index|[0-9]{3,}-[A-Za-z0-9_-]{1,40}(?:-face[0-9]+-(?:heat|frequencies|strip))?)\.(?:html|png)\z")]
    private static partial Regex OwnName();

    private sealed record Written(string? WrittenBy, string?[]? Files);
}
