using System.Text.Json;
using System.Text.RegularExpressions;
using Lethe.Data;
using Lethe.Faces.Films;
using Lethe.Faces.Paired;

namespace Lethe.Faces.Published;

/// <summary>
/// FaceForensics++ (Rössler et al., ICCV 2019), FaceShifter among it: <c>original_sequences/youtube</c> and
/// <c>manipulated_sequences/METHOD</c>, below them <c>raw</c>, <c>c23</c> and <c>c40</c>, below them <c>videos</c>. Fakes are called
/// target_source.
/// </summary>
public sealed partial class FaceForensics : IRealSet
{
    private const int MostSplitBytes = 1 << 20;

    private static readonly (string Family, string Folder)[] Methods =
    [
        ("deepfakes", "Deepfakes"),
        ("face2face", "Face2Face"),
        ("faceswap", "FaceSwap"),
        ("neuraltextures", "NeuralTextures"),
        ("faceshifter", "FaceShifter"),
    ];

    private static readonly string[] SplitFiles = ["train.json", "val.json", "test.json"]; // in the order of SplitPart
    private const string Source = "https://github.com/ondyari/FaceForensics";

    private readonly Func<string, string> checksum;

    public FaceForensics()
        : this(static file => Manifest.Get("faceforensics").File($"splits/{file}").Sha256!) { }

    // Tests bring splits of their own.
    internal FaceForensics(Func<string, string> checksum) => this.checksum = checksum;

    public string Name => "faceforensics";

    public string Title => "FaceForensics++";

    public IReadOnlyList<string> Families { get; } = [.. Methods.Select(static method => method.Family)];

    public IReadOnlyList<string> Qualities { get; } = [.. VideoQuality.All.Select(static quality => quality.Name)];

    public IReadOnlyList<RealVideo> Videos(string folder, IReadOnlyList<string> families)
    {
        RealSets.CheckFamilies(this, families);
        var (originals, forgeries) = (Path.Combine(folder, "original_sequences", "youtube"), Path.Combine(folder, "manipulated_sequences"));
        var chosen = Methods.Where(method => families.Contains(method.Family)).ToArray();
        var missing = chosen
            .Select(method => Path.Combine(forgeries, method.Folder))
            .Prepend(originals)
            .SelectMany(place => Qualities.Select(quality => Path.Combine(place, quality, "videos")))
            .FirstOrDefault(static place => !Directory.Exists(place));
        if (missing is not null)
        {
            throw LetheException.NotFound(
                $"There is no folder {missing}. {Title} is needed at {string.Join(", ", Qualities)}: get what is missing "
                    + $"with its authors' script."
            );
        }
        return
        [
            .. SplitFiles
                .SelectMany((file, part) => Pairs(folder, file).SelectMany(pair => Of(pair.A, pair.B, (SplitPart)part)))
                .OrderBy(static video => video.Id, StringComparer.Ordinal),
        ];

        IEnumerable<RealVideo> Of(string a, string b, SplitPart part) =>
            [
                Real(a, part),
                Real(b, part),
                .. chosen.SelectMany(method => (RealVideo[])[Fake(method, a, b, part), Fake(method, b, a, part)]),
            ];

        RealVideo Real(string name, SplitPart part) => new(name, name, null, Film.Real, part, Paths(originals, name));

        RealVideo Fake((string Family, string Folder) method, string target, string source, SplitPart part)
        {
            var name = $"{target}_{source}";
            var paths = Paths(Path.Combine(forgeries, method.Folder), name);
            return new($"{method.Family}-{name}", target, source, method.Family, part, paths);
        }
    }

    private Dictionary<string, string> Paths(string folder, string name) =>
        Qualities.ToDictionary(static quality => quality, quality => Path.Combine(folder, quality, "videos", $"{name}.mp4"));

    private (string A, string B)[] Pairs(string folder, string file)
    {
        string[] places = ["splits", Path.Combine("dataset", "splits"), ""];
        var path =
            places.Select(place => Path.Combine(folder, place, file)).FirstOrDefault(File.Exists)
            ?? throw LetheException.NotFound(
                $"There is no splits/{file} in {folder}. It says which videos train and which test: get train.json, val.json "
                    + $"and test.json from dataset/splits of {Source} and put them into "
                    + $"{Path.Combine(folder, "splits")}."
            );
        if (new FileInfo(path).Length > MostSplitBytes)
        {
            throw Wrong(path, "it is far too large");
        }
        var bytes = File.ReadAllBytes(path);
        if (FileHash.Of(bytes) != checksum(file))
        {
            throw Wrong(path, $"its sha256 is not {checksum(file)}");
        }
        try
        {
            return
            [
                .. (JsonSerializer.Deserialize<string[][]>(bytes) ?? throw new JsonException("null")).Select(pair =>
                    pair is [var a, var b] && Number().IsMatch(a) && Number().IsMatch(b)
                        ? (a, b)
                        : throw new JsonException("not a pair of numbers")
                ),
            ];
        }
        catch (JsonException error)
        {
            throw Wrong(path, $"it is no list of pairs of video numbers ({error.Message})");
        }
    }

    private LetheException Wrong(string path, string why) =>
        LetheException.BadFile($"{path} is not the split of {Title}: {why}. Get it again from dataset/splits of {Source}.");

    [GeneratedRegex(@"\A\d{3}\z")]
    private static partial Regex Number();
}
