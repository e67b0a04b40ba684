using Lethe.Cli.Erase;
using Lethe.Erasing;
using Lethe.Erasing.Runs;
using static TorchSharp.torch;

namespace Lethe.Cli.Commands;

/// <summary><c>lethe erase</c>: a concept out of a text-to-image model.</summary>
internal static class EraseCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new DocumentedCommand(
            "erase",
            "Erases one concept from a text-to-image model, and measures what else changed. Writes the difference of the "
                + "weights, pictures before and after from the same noise, and a report. "
                + "If it is killed, the same command resumes from the last checkpoint (every ten iterations).",
            (
                "lethe erase --model fashion --concept sneaker --instead \"ankle boot\" --out no-sneakers",
                "the kit's small model, by All but One; minutes on two cores"
            ),
            (
                "lethe erase --model fashion --concept bag --instead \"\" --method all-but-one-replace --images 100 --out no-bags",
                "another method, nothing in its place, more pictures in the report"
            ),
            (
                "lethe erase --model stable-diffusion-v1-4 --concept \"Van Gogh style\" --instead \"dry brushing\" --keep \"a "
                    + "painting by Monet\" --out no-van-gogh",
                "Stable Diffusion, on a GPU; the report looks at a similar style"
            ),
            (
                "lethe erase --apply no-sneakers/delta.safetensors --model fashion --out fashion-without",
                "the erased model as a folder of its own"
            )
        );
        var options = new EraseOptions(command);
        return command.Runs(
            (given, cancellation) =>
                given.GetValue(options.Apply) is { } delta
                    ? Apply(terminal, options, given, Path.GetFullPath(delta), cancellation)
                    : Erase(terminal, options, given, cancellation)
        );
    }

    // Everything that can be refused is refused before the folder is made.
    private static ExitCode Erase(Terminal terminal, EraseOptions options, ParseResult given, CancellationToken cancellation)
    {
        var pair = ConceptPair.Of(
            given.GetValue(options.Concept)
                ?? throw LetheException.Usage("What is to be erased? Name it with --concept. See 'lethe erase --help'."),
            given.GetValue(options.Instead)
                ?? throw LetheException.Usage(
                    "What should replace it? Say it with --instead; \"\" is the null prompt. See 'lethe erase --help'."
                )
        );
        var (method, folder) = (options.MethodOf(given), new EraseFolder(given.GetRequiredValue(options.Out)));
        folder.RequireWritable();
        var device = Devices.Parse(given.GetRequiredValue(options.Device));
        var precision = Precisions.Parse(given.GetRequiredValue(options.Precision), device);
        using var scope = NewDisposeScope();
        using var opened = OpenedModel.Open(given.GetRequiredValue(options.Model), device, precision);
        var recipe = options.With(
            Erasure.RecipeOf(method.Recipe, opened, given.GetValue(options.Iterations), given.GetValue(options.Group)),
            given
        );
        var progress = new EraseProgress(terminal.ErrorScreen);
        using var erasure = new Erasure(
            opened,
            pair,
            method,
            recipe,
            given.GetValue(options.Keep)!,
            given.GetValue(options.Seed),
            folder.Checkpoint
        )
        {
            Images = given.GetValue(options.Images),
            Steps = given.GetValue(options.Steps),
            About = EraseText.Settings(method, recipe).ToDictionary(static one => $"setting.{one.Key}", static one => one.Value),
            Progress = progress,
            Cancellation = cancellation,
        };
        var done = folder.Resume(erasure, given.GetValue(options.Force));
        LetheHome.Ensure(folder.Path);
        var result = progress.Show(() => erasure.Run(folder.Unfinished, done));
        using var json = new StringWriter { NewLine = "\n" };
        JsonOutput.Write(json, EraseJson.Of(result));
        folder.Finish(result.Grid, ErasePage.Render(result), json.ToString());
        if (given.GetValue(options.Json))
        {
            terminal.Out.Write(json.ToString());
        }
        else
        {
            EraseView.Write(terminal, result, folder.Path);
        }
        return ExitCode.Ok;
    }

    // A model with a delta added, as a whole folder that every other command and diffusers read.
    private static ExitCode Apply(Terminal terminal, EraseOptions options, ParseResult given, string delta, CancellationToken cancellation)
    {
        var output = Path.GetFullPath(given.GetRequiredValue(options.Out));
        if ((given.GetValue(options.Concept) ?? given.GetValue(options.Instead)) is not null)
        {
            throw LetheException.Usage("--apply adds what was made before: leave --concept and --instead out.");
        }
        if (!File.Exists(delta))
        {
            throw LetheException.NotFound($"There is no file {delta}. 'lethe erase' writes it as {EraseFolder.DeltaName}.");
        }
        if (Directory.Exists(output) && Directory.EnumerateFileSystemEntries(output).Any())
        {
            throw LetheException.Unwritable($"{output} is not empty. Choose a new folder with --out.");
        }
        new EraseFolder(output).RequireWritable();
        using var scope = NewDisposeScope();
        using var opened = OpenedModel.Open(given.GetRequiredValue(options.Model), Devices.Parse("cpu"), Precision.Float32);
        var about = Delta.Apply(opened.Model.UNet, delta, anyBase: given.GetValue(options.Force));
        WholeFile.WriteFolder(
            output,
            "Choose another folder with --out.",
            fresh =>
            {
                opened.Save(fresh, cancellation);
                cancellation.ThrowIfCancellationRequested();
            }
        );
        terminal.Out.WriteLine(
            $"{output}: {opened.Title} without '{about.GetValueOrDefault("concept", "what the delta erased")}' "
                + $"({about.GetValueOrDefault("method", "method unknown")}). Use it as --model {given.GetValue(options.Out)}."
        );
        return ExitCode.Ok;
    }
}
