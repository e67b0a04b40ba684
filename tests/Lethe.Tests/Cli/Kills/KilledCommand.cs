using System.Text.Json.Nodes;
using Lethe.Data;
using Lethe.Experiments.Plans;
using Lethe.Experiments.Records;
using Lethe.Models;
using Lethe.Tests.Experiments;
using Lethe.Training;
using SkiaSharp;

namespace Lethe.Tests.Cli.Kills;

/// <summary>A command that takes a few seconds, works in the folder it is typed in, and may be killed at any moment of that.</summary>
/// <param name="Line">As typed after <c>lethe</c>.</param>
/// <param name="Prepare">Puts into the folder what it reads.</param>
/// <param name="RefusesResults">True if it does not overwrite a result that is there: killed after its last step, it says so when it is
/// started again.</param>
/// <param name="IsSlow">Whether to run and kill it takes long.</param>
internal sealed record KilledCommand(string Line, Action<string> Prepare, bool RefusesResults = false, bool IsSlow = false)
{
    private const string PlannedModel = "resnet18";

    public static IReadOnlyDictionary<string, KilledCommand> All { get; } =
        Commands().ToDictionary(static one => one.Name, static one => one.Command);

    private static IEnumerable<(string Name, KilledCommand Command)> Commands()
    {
        yield return (
            "reproduce",
            new("reproduce lau --profile smoke --models vgg16 --methods original,lau,logit-mask --out runs", static _ => { }, IsSlow: true)
        );
        yield return ("share", new("run plan.jsonl", WritePlan, IsSlow: true));
        yield return ("plan", new($"plan lau --profile smoke --models {PlannedModel} --out runs", static _ => { }, IsSlow: true));
        yield return ("merge", new("merge one two --out runs", WriteParts, IsSlow: true));
        yield return (
            "parallel",
            new(
                $"reproduce lau --profile smoke --models {PlannedModel} --methods original,retrain,lau --parallel 2 --out runs",
                static _ => { },
                IsSlow: true
            )
        );
        yield return ("train", new("train detector --profile smoke --out mine.safetensors --records runs", static _ => { }, IsSlow: true));
        yield return (
            "unlearn",
            new(
                "unlearn --model model.safetensors --data images --size 16 --forget cat --method lau --out new.safetensors",
                WriteModel,
                RefusesResults: true
            )
        );
        yield return (
            "erase",
            new(
                "erase --model fashion --concept Sneaker --instead Sandal --out out --method esd-x --iterations 10 --images 1 "
                    + "--steps 2 --device cpu",
                static _ => { },
                RefusesResults: true,
                IsSlow: true
            )
        );
        yield return (
            "solve",
            new(
                "erase --model fashion --concept Sneaker --instead Sandal --out out --method uce --images 1 --steps 2 --device cpu",
                static _ => { },
                RefusesResults: true,
                IsSlow: true
            )
        );
        yield return ("notebook", new("notebook run a.ipynb --in-place", WriteNotebook, IsSlow: true));
        yield return (
            "notebooks",
            new(
                "notebook run a.ipynb b.ipynb --parallel 2 --html --out out",
                static folder =>
                {
                    WriteNotebook(folder);
                    File.Copy(Path.Combine(folder, "a.ipynb"), Path.Combine(folder, "b.ipynb"));
                },
                IsSlow: true
            )
        );
        yield return ("refer", new("data add celeb-df-v2 videos", WriteVideos));
        if (Directory.Exists(FashionMnist.DebianFolder))
        {
            yield return ("copy", new($"data add fashion-mnist {FashionMnist.DebianFolder}", static _ => { }));
        }
    }

    /// <summary>A notebook that takes about a second.</summary>
    public static void WriteNotebook(string folder)
    {
        JsonObject Cell(string id, string code) =>
            new()
            {
                ["cell_type"] = "code",
                ["id"] = id,
                ["metadata"] = new JsonObject(),
                ["execution_count"] = null,
                ["outputs"] = new JsonArray(),
                ["source"] = code,
            };
        File.WriteAllText(
            Path.Combine(folder, "a.ipynb"),
            new JsonObject
            {
                ["cells"] = new JsonArray(
                    Cell("a", "1 + 1"),
                    Cell("b", "for (var i = 0; i < 20; i++) { System.Threading.Thread.Sleep(20); Console.WriteLine(i); }"),
                    Cell("c", "new string('x', 100_000)")
                ),
                ["metadata"] = new JsonObject
                {
                    ["kernelspec"] = new JsonObject
                    {
                        ["name"] = "lethe",
                        ["display_name"] = "Lethe",
                        ["language"] = "C#",
                    },
                },
                ["nbformat"] = 4,
                ["nbformat_minor"] = 5,
            }.ToJsonString()
        );
    }

    // In the folder that the command is typed in.
    private static void WritePlan(string folder) =>
        PlanFile
            .Of(
                new()
                {
                    Tables = ["lau"],
                    Profile = "smoke",
                    Models = [PlannedModel],
                    Methods = ["original", "retrain", "lau", "logit-mask"],
                    Out = Path.Combine(folder, "runs"),
                }
            )
            .Write(Path.Combine(folder, "plan.jsonl"));

    private static void WriteParts(string folder)
    {
        foreach (var (name, first) in (ReadOnlySpan<(string, int)>)[("one", 0), ("two", 200)])
        {
            var store = new RecordStore(Path.Combine(folder, name));
            for (var seed = first; seed < first + 300; seed++)
            {
                store.Append(TestRecords.Record(TestRecords.Cell(seed: seed)));
            }
        }
    }

    private static void WriteModel(string folder)
    {
        foreach (
            var (name, colour) in (ReadOnlySpan<(string, SKColor)>)[("cat", SKColors.Red), ("dog", SKColors.Green), ("owl", SKColors.Blue)]
        )
        {
            var images = Directory.CreateDirectory(Path.Combine(folder, "images", name)).FullName;
            for (var i = 0; i < 10; i++)
            {
                using var bitmap = new SKBitmap(16, 16);
                bitmap.Erase(colour.WithRed((byte)(20 * i)));
                File.WriteAllBytes(Path.Combine(images, $"{i}.png"), bitmap.Encode(SKEncodedImageFormat.Png, 100).ToArray());
            }
        }
        using var model = ModelCatalog.Create(new("resnet18", 3, 0.25));
        ModelFile.Save(model, Path.Combine(folder, "model.safetensors"));
    }

    private static void WriteVideos(string folder)
    {
        foreach (var name in (string[])["Celeb-real", "Celeb-synthesis", "YouTube-real"])
        {
            Directory.CreateDirectory(Path.Combine(folder, "videos", name));
            File.WriteAllText(Path.Combine(folder, "videos", name, "id0_0000.mp4"), "");
        }
        File.WriteAllText(Path.Combine(folder, "videos", "List_of_testing_videos.txt"), "");
    }
}
