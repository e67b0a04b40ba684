using Lethe.Tests.Experiments;

namespace Lethe.Tests.Structure;

/// <summary>The house as it is meant to be: a namespace is a folder, folders know only what lies to their left, and none of them in a
/// circle.</summary>
public sealed class ArchitectureTests
{
    // From left to right: an area knows itself and what is left of it. Those that share a place do not know each other.
    private static readonly string[][] Order =
    [
        ["Runtime"],
        ["Imaging"],
        ["Pages"],
        ["Data"],
        ["Faces"],
        ["Models"],
        ["Training"],
        ["Metrics"],
        ["Embedding"],
        ["Experiments"],
        ["Unlearning", "Detection", "Erasing"],
        ["Wings"],
        ["Interactive"],
        ["Kernel"],
        ["Notebooks"],
        ["Cli"],
    ];

    private const int MostLines = 220;

    // Tests with lines that are too wide, most of them one text, and how many: the list only gets shorter.
    private static readonly Dictionary<string, int> Wide = new()
    {
        ["tests/Lethe.Kernel.Tests/Notebooks/HtmlPageTests.cs"] = 1,
        ["tests/Lethe.Kernel.Tests/Notebooks/SafeHtmlTests.cs"] = 1,
        ["tests/Lethe.Tests/Detection/Verdicts/TestPictures.cs"] = 1,
        ["tests/Lethe.Tests/DirectoryBuildTests.cs"] = 2,
        ["tests/Lethe.Tests/Interactive/Formatting/ChartFormatTests.cs"] = 1,
        ["tests/Lethe.Tests/Training/Pickles/PickledWeightsTests.cs"] = 2,
    };

    private static readonly Lazy<IReadOnlyDictionary<(string From, string To), string>> Edges = new(Read);

    [Fact]
    public void A_namespace_is_a_folder() =>
        None(
            SourceFile
                .All("src")
                .Concat(SourceFile.All("tests"))
                .Where(static file => file.Namespace is { } name && name != file.Folder)
                .Select(static file => $"{file.Path} is in {file.Namespace}, not in {file.Folder}")
        );

    [Fact]
    public void Nothing_knows_what_lies_to_its_right() =>
        None(
            Edges
                .Value.Where(static edge => IsToTheRight(edge.Key))
                .Select(static edge => $"{Name(edge.Key.From)} > {Area(edge.Key.To)} ({edge.Value})")
        );

    [Fact]
    public void No_folders_know_each_other_in_a_circle()
    {
        var graph = Edges.Value.Keys.ToLookup(static edge => edge.From, static edge => edge.To);
        None(
            graph
                .SelectMany(static from => from.Select(to => (From: from.Key, To: to)))
                .Select(edge => Circle(graph, edge.From, edge.To))
                .OfType<string>()
        );
    }

    [Fact]
    public void Files_are_short() =>
        None(
            SourceFile
                .All("src")
                .Where(static file => file.Lines > MostLines)
                .Select(static file => $"{file.Path} has {file.Lines} lines, of {MostLines} allowed")
        );

    [Fact]
    public void Lines_are_short()
    {
        var files = SourceFile
            .All("src")
            .Concat(SourceFile.All("tests"))
            .Where(static file => file.Wide > 0)
            .ToDictionary(static file => file.Path, static file => file.Wide);
        None(
            files
                .Where(static file => file.Value > Wide.GetValueOrDefault(file.Key))
                .Select(static file =>
                    $"{file.Key} has {file.Value} lines over {SourceFile.Width} columns: dotnet csharpier format src tests"
                )
        );
        None(
            Wide.Where(file => files.GetValueOrDefault(file.Key) < file.Value)
                .Select(static file => $"{file.Key} has fewer wide lines now: put their number on the list, or take it off.")
        );
    }

    // Assert.Empty shows only the first few.
    private static void None(IEnumerable<string> faults)
    {
        if (string.Join('\n', faults.Order(StringComparer.Ordinal)) is { Length: > 0 } text)
        {
            Assert.Fail(text);
        }
    }

    private static Dictionary<(string From, string To), string> Read()
    {
        var folder = AppContext.BaseDirectory;
        string[] projects =
        [
            .. Directory.GetDirectories(Path.Combine(Snapshot.Repository, "src")).Select(static path => Path.GetFileName(path)!),
        ];
        var edges = TypeGraph.Of(projects.Select(name => Path.Combine(folder, $"{name}.dll"))).Edges.ToDictionary();
        // What the compiler leaves nothing of: constants, and names in comments.
        foreach (
            var (file, import) in SourceFile
                .All("src")
                .SelectMany(static file => file.Imports.Where(import => import != file.Folder).Select(import => (file, import)))
        )
        {
            edges.TryAdd((file.Folder, import), file.Path);
        }
        return edges;
    }

    private static bool IsToTheRight((string From, string To) edge)
    {
        var (from, to) = (Area(edge.From), Area(edge.To));
        return from != to && Place(to) >= Place(from);
    }

    private static int Place(string area) =>
        Array.FindIndex(Order, place => place.Contains(area)) is >= 0 and var place
            ? place
            : throw new InvalidOperationException($"{area} has no place in the order.");

    // Lethe.Faces.Films lies in Faces.
    private static string Area(string name) => name.Split('.')[1];

    private static string Name(string name) => name["Lethe.".Length..];

    // "a > b > c > a" for an edge from a to b that is in a circle.
    private static string? Circle(ILookup<string, string> graph, string from, string to) =>
        Way(graph, to, from) is { } back ? string.Join(" > ", back.Prepend(from).Select(Name)) : null;

    // The shortest way from one to another, both included; null where there is none.
    private static List<string>? Way(ILookup<string, string> graph, string from, string to)
    {
        var (before, waiting) = (new Dictionary<string, string?> { [from] = null }, new Queue<string>([from]));
        while (waiting.TryDequeue(out var at))
        {
            if (at == to)
            {
                var way = new List<string>();
                for (string? step = to; step is not null; step = before[step])
                {
                    way.Insert(0, step);
                }
                return way;
            }
            foreach (var next in graph[at].Where(next => before.TryAdd(next, at)))
            {
                waiting.Enqueue(next);
            }
        }
        return null;
    }
}
