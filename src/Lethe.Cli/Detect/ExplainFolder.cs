using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Lethe.Detection.Verdicts;
using Lethe.Runtime;

namespace Lethe.Cli.Detect;

/// <summary>
/// The folder of <c>--explain</c>: a page a file, the pictures of each face beside it, and an index. A list of what was written lies in it;
/// only what is on that list is ever replaced.
/// </summary>
internal sealed partial class ExplainFolder
{
    private const string Index = "index.html",
        List = "lethe-detect.json",
        Mark = "lethe detect --explain";

    private readonly string folder;
    private readonly List<string> written = [];
    private readonly List<(FileVerdict File, string? Page)> entries = [];

    private ExplainFolder(string folder) => this.folder = folder;

    public string IndexPath => Path.Combine(folder, Index);

    /// <summary>Makes the folder ready: what an earlier call wrote goes, anything else is a reason to refuse.</summary>
    /// <exception cref="LetheException">It cannot be written, or holds files of others (<see cref="ExitCode.Unwritable"/>).</exception>
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
            if (
                Directory.EnumerateFileSystemEntries(own.folder).FirstOrDefault(static entry => Path.GetFileName(entry) != List) is
                { } foreign
            )
            {
                throw LetheException.Unwritable(
                    $"{foreign} is there already, and is not of an earlier 'lethe detect --explain'. Choose a new or empty folder."
                );
            }
            own.WriteList();
        });
        return own;
    }

    /// <summary>Writes the page of one file; of a video, the faces of its most and of its least suspicious frame.</summary>
    public void Add(FileVerdict file, DetectorPackage package, DetectResult about)
    {
        if (file.Refusal is not null)
        {
            entries.Add((file, null));
            return;
        }
        var stem = FormattableString.Invariant($"{entries.Count + 1:000}-{Plain(Path.GetFileNameWithoutExtension(file.Path))}");
        var faces = Frames(file)
            .SelectMany(frame => frame.Faces.Select((face, i) => ExplainedFace.Of(frame, i, face, package, file.IsVideo)))
            .ToList();
        foreach (var (i, face) in faces.Index())
        {
            Write(FormattableString.Invariant($"{stem}-face{i + 1}-heat.png"), face.Heat);
            Write(FormattableString.Invariant($"{stem}-face{i + 1}-frequencies.png"), face.Frequencies);
            if (face.StripPicture is { } strip)
            {
                Write(FormattableString.Invariant($"{stem}-face{i + 1}-strip.png"), strip);
            }
        }
        Write($"{stem}.html", Encoding.UTF8.GetBytes(ExplainPage.Render(file, faces, about)));
        entries.Add((file with { Frames = [] }, $"{stem}.html")); // without pixels
    }

    /// <summary>Writes the index.</summary>
    public void Finish(DetectResult result) => Write(Index, Encoding.UTF8.GetBytes(ExplainPage.RenderIndex(result, entries)));

    private static IEnumerable<FrameVerdict> Frames(FileVerdict file)
    {
        var seen = file.Frames.Where(static frame => frame.Faces.Count > 0).OrderByDescending(static frame => frame.Probability).ToList();
        return seen.Count > 1 ? [seen[0], seen[^1]] : seen;
    }

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
            using var json = JsonDocument.Parse(File.ReadAllText(list));
            return
                json.RootElement.TryGetProperty("written_by", out var by)
                && by.ValueKind == JsonValueKind.String
                && by.GetString() == Mark
                && json.RootElement.TryGetProperty("files", out var files)
                && files.ValueKind == JsonValueKind.Array
                ?
                [
                    .. files
                        .EnumerateArray()
                        .Where(static name => name.ValueKind == JsonValueKind.String)
                        .Select(static name => name.GetString()!)
                        .Where(static name => OwnName().IsMatch(name)),
                ]
                : throw LetheException.Unwritable($"{list} is not a list of 'lethe detect --explain'. Choose a new or empty folder.");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw LetheException.Unwritable(
                $"{list} is not a list of 'lethe detect --explain': {error.Message} Choose a new or empty folder.",
                error
            );
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
            JsonSerializer.SerializeToUtf8Bytes(new { written_by = Mark, files = written })
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
}
