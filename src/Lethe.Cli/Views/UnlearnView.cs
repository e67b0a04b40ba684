using Lethe.Unlearning;
using Lethe.Unlearning.Runs;
using static Lethe.Interactive.Runs.Numbers;

namespace Lethe.Cli.Views;

/// <summary>What <c>lethe unlearn</c> shows.</summary>
internal static class UnlearnView
{
    // Before anything is done: one person's wrong class forgotten would be the worst this command can do.
    public static void Announce(Terminal terminal, OwnNetwork own)
    {
        foreach (var note in own.Data.Notes)
        {
            terminal.Error.WriteLine(note);
        }
        var names = own.Data.Train.ClassNames;
        terminal.Error.WriteLine(
            $"Forgetting {(own.Split.Classes is [var one] ? Invariant($"class {one}, ") : "")}{own.Forgotten}: "
                + $"{own.Split.ForgetTrain.Count} training and "
                + $"{own.Split.ForgetTest.Count} test images. The classes by number: "
                + $"{string.Join(", ", names.Take(12).Select(static (name, i) => $"{i} {name}"))}{(names.Count > 12 ? ", …" : "")}."
        );
    }

    public static void Json(Terminal terminal, OwnNetwork own, IUnlearningMethod method, Unlearned result, string output) =>
        JsonOutput.Write(
            terminal.Out,
            new
            {
                method = method.Name,
                settings = method.ToString(),
                data = own.Data.Name,
                forget = own.Split.Name,
                forget_class = own.Split.Classes is [var one] ? one : (int?)null,
                forget_class_name = own.Split.Classes is [_] ? own.Forgotten : null,
                forget_images = own.ForgetImages,
                seconds = result.Seconds["total"],
                stages = result.Stages,
                samples_read = (int)result.Metrics["samples_read"],
                before = result.Before.Parts.ToDictionary(),
                after = result.After.Parts.ToDictionary(),
                notes = (IReadOnlyList<string>)[.. own.Data.Notes, .. result.Notes],
                output,
            }
        );

    public static void Show(Terminal terminal, OwnNetwork own, IUnlearningMethod method, Unlearned result, string output)
    {
        var split = own.Split;
        var (kept, gone) = split.Classes switch
        {
            [_] => ("of the other classes", "of the class"),
            [_, ..] => ("of the other classes", "of the classes"),
            _ => ("to keep", "to forget"),
        };
        (string Meaning, int Images)[] parts =
        [
            ($"training images {kept}", split.RetainTrain.Count),
            ($"training images {gone}", split.ForgetTrain.Count),
            (split.TestIsWhole ? "all test images" : $"test images {kept}", split.RetainTest.Count),
            ($"test images {gone}", split.ForgetTest.Count),
        ];
        var which = split.Classes is [var one] ? Invariant($"class {one}, ") : "";
        terminal.Out.WriteLine($"{method.Title} on {own.Data.Title}, forgetting {own.Forgotten} ({which}{own.ForgetImages} images):");
        PlainTable.Write(
            terminal,
            ["Part", "", "Images", "Before", "After"],
            parts
                .Zip(result.Before.Parts, result.After.Parts)
                .Select(static row =>
                    (string[])
                        [
                            row.Second.Name,
                            row.First.Meaning,
                            Invariant($"{row.First.Images}"),
                            Invariant($"{row.Second.Percent:F2} %"),
                            Invariant($"{row.Third.Percent:F2} %"),
                        ]
                )
        );
        var stages = string.Join(", ", result.Stages.Select(static stage => $"{stage.Key} {Seconds(stage.Value)}"));
        terminal.Out.WriteLine(
            $"{Seconds(result.Seconds["total"])}{(stages.Length > 0 ? $" ({stages})" : "")}; "
                + Invariant($"{result.Metrics["samples_read"]} different training images read.")
        );
        foreach (var note in result.Notes)
        {
            terminal.Out.WriteLine(note);
        }
        terminal.Out.WriteLine($"Written: {output}");
    }
}
