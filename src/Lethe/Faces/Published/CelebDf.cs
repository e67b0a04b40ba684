using System.Text.RegularExpressions;
using Lethe.Faces.Films;
using Lethe.Faces.Paired;

namespace Lethe.Faces.Published;

/// <summary>
/// Celeb-DF v2 (Li et al., CVPR 2020): three folders, and the list of the videos that test. Fakes are called idTARGET_idDONOR_NUMBER. The
/// people of the test are in the rest too: it was made to test detectors that were trained elsewhere.
/// </summary>
public sealed partial class CelebDf : IRealSet
{
    private const string ListName = "List_of_testing_videos.txt";
    private const int MostLines = 100_000;
    private const string Forged = "Celeb-synthesis";

    private static readonly string[] Folders = ["Celeb-real", "YouTube-real", Forged];

    public string Name => "celeb-df-v2";

    public string Title => "Celeb-DF (v2)";

    public IReadOnlyList<string> Families { get; } = ["celeb-df"];

    public IReadOnlyList<string> Qualities { get; } = [VideoQuality.Raw.Name];

    public IReadOnlyList<RealVideo> Videos(string folder, IReadOnlyList<string> families)
    {
        RealSets.CheckFamilies(this, families);
        var tests = Tests(folder);
        return
        [
            .. Folders
                .SelectMany(part => RealSets.Files(Path.Combine(folder, part)).Select(file => Of(part, file.Name, file.Path, tests)))
                // A test video that is not here is said, not passed over: it would be another test.
                .Concat(tests.Select(test => Of(test.Folder, test.Name, Path.Combine(folder, test.Folder, $"{test.Name}.mp4"), tests)))
                .DistinctBy(static video => video.Id)
                .OrderBy(static video => video.Id, StringComparer.Ordinal),
        ];
    }

    private RealVideo Of(string folder, string name, string path, HashSet<(string Folder, string Name)> tests)
    {
        var people = People().Match(name);
        var identity = folder == "YouTube-real" || !people.Success ? Id(folder, name) : people.Groups["target"].Value;
        var fake = folder == Forged;
        return new(
            Id(folder, name),
            identity,
            fake && people.Groups["donor"].Success ? people.Groups["donor"].Value : null,
            fake ? Families[0] : Film.Real,
            tests.Contains((folder, name)) ? SplitPart.Test : RealSets.TrainOrValidation(Name, identity),
            new Dictionary<string, string> { [Qualities[0]] = path }
        );
    }

    private static string Id(string folder, string name) => $"{folder}-{name}";

    private static HashSet<(string Folder, string Name)> Tests(string folder)
    {
        var path = Path.Combine(folder, ListName);
        if (!File.Exists(path))
        {
            throw LetheException.NotFound($"There is no {path}. It says which videos test, and comes with the videos.");
        }
        var tests = new HashSet<(string, string)>();
        foreach (var (i, line) in File.ReadLines(path).Take(MostLines).Index().Where(static at => !string.IsNullOrWhiteSpace(at.Item)))
        {
            var match = TestLine().Match(line.Trim());
            // In this list 1 means real.
            if (!match.Success || (match.Groups["label"].Value == "1") == (match.Groups["folder"].Value == Forged))
            {
                throw LetheException.BadFile(
                    $"{path}, line {i + 1}: '{(line.Length > 100 ? line[..100] : line)}' is not 1 and a real video, or 0 and "
                        + $"one of {Forged}. Get the list again."
                );
            }
            tests.Add((match.Groups["folder"].Value, match.Groups["name"].Value));
        }
        return tests;
    }

    [GeneratedRegex(
        @"\A(?<label>[01])\s+(?<folder>Celeb-real|YouTube-real|Celeb-synthesis)/(?<name>[A-Za-z0-9][A-Za-z0-9_-]{0,99})\.mp4\z"
    )]
    private static partial Regex TestLine();

    [GeneratedRegex(@"\A(?<target>id\d+)_(?:(?<donor>id\d+)_)?\d+\z")]
    private static partial Regex People();
}
